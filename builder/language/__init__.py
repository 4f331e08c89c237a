"""What is known about words: sentences, syllables, word lists, quantities; analysis only, and no rules."""
