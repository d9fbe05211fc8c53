"""Documents (Word, HTML) as drafts of recommendations and pages."""
