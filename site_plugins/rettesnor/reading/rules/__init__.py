"""The rules: one rule, one function, one code, one page in the catalogue."""
