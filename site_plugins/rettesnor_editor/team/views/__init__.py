"""The pages of the team's desk."""
