"""What the desk keeps: drafts, and the history of the files."""
