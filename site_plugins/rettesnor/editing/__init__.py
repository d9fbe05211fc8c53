"""Changes to a guideline's files: planned as values, shown, and written all or nothing."""
