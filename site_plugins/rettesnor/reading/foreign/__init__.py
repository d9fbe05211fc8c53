"""Reading what other systems publish, and telling of everything that has no place here."""
