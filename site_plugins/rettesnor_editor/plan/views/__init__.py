"""The pages of a plan's desk."""
