"""Markdown twins: the content of a page as plain Markdown, in a file beside the page.

They are made from the model and not from HTML, and begin with what must follow the text: version,
status, sender, licence and address.
"""
