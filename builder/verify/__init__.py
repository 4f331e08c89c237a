"""Finished PDFs read back: veraPDF, a second reader with checks of our own, and what the topic says."""
