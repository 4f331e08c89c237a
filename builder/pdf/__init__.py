"""Edition to bytes: the only code that knows PDF objects. `write.write` sets and draws, `archive.write` serialises."""
