"""Reports of the check: pure functions from problems to text."""
