"""What is known of words: sentences, syllables, word lists, quantities; analysis, without a rule in it."""
