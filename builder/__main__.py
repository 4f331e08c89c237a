"""`python -m builder` is the command `factsheet`."""

from builder.cli import main

main()
