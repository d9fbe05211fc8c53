"""Rettesnor's own look, which MkDocs finds as the theme ``rettesnor``.

The entry point ``mkdocs.themes`` leads here. MkDocs renders none of it; ``publishing/theme.py``
does that.
"""
