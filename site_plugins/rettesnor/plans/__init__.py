"""Local plans on top of a released guideline: reading the release, starting, checking, updating."""
