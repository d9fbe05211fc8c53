"""The thin plugins: the only place that imports MkDocs."""
