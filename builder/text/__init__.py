"""One text engine for every language: faces, shaping, line breaking and the flowable that sets text."""
