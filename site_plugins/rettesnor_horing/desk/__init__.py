"""Where editors assess what came in."""
