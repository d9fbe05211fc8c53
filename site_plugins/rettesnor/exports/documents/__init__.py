"""Documents to carry along: the guideline, a chapter or a recommendation as PDF, Word and EPUB."""
