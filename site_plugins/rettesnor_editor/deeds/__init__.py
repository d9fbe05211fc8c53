"""What an editor does that changes files."""
