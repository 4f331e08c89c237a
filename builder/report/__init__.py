"""What was found, for people and for machines: pure functions, and the streams that they write to."""
