"""Django's SQLite backend, which notices that its file was taken away."""
