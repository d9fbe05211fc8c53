"""From a guideline to a site: read in parallel, render what changed, verify, put in place."""
