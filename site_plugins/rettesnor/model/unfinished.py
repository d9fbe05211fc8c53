"""The mark of a text that a command wrote for an editor to replace."""

from __future__ import annotations

FILL_IN = "FYLL UT:"
"""What such a text begins with. It may be built and shown, but never released."""
