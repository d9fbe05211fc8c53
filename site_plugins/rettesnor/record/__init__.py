"""The record of releases: what was published, kept so that nothing can change unseen."""
