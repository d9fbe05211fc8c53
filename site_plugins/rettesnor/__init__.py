"""Rettesnor: structured guideline publishing, from validated YAML to a versioned site."""

__version__ = "0.1.0"
