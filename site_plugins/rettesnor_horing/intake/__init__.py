"""Receiving answers: reading, judging and storing them, and saying so only afterwards."""
