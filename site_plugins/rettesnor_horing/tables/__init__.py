"""Answers in a table, such as an export from another form: each column is said what it is."""
