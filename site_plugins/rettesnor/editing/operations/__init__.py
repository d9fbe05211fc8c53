"""What an editor does to a guideline as a whole; each is planned from its files."""
