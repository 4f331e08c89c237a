"""References: their identifiers, their numbers in an edition, and how they are printed."""
