"""Commands of the team's desk."""
