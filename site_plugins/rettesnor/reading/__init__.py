"""From files to a guideline, or to all the problems in them."""
