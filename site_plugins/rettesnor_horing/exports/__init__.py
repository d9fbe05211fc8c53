"""Taking out what the desk holds: for the editors' own work, and for publication."""
