"""What formats are made of: flowables, figures, page templates, and the edition they form."""
