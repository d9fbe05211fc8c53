"""What the admin finds: importing the desk's pages registers them."""

from __future__ import annotations

from rettesnor_horing.desk import comments, records

__all__ = ["comments", "records"]
