"""Lists of the ids of recommendations, which follow one that gets another id or is taken out."""

from __future__ import annotations

from typing import Any


def rename_in(data: Any, field: str, old: str, new: str, own: str = "") -> None:
    """Let the list ``field`` of ``data`` name ``new`` for ``old``, once; an empty list goes.

    Args:
        new: the id to name instead; empty when ``old`` is taken out.
        own: an id that the list may not name: that of the recommendation whose list it is.
    """
    listed = data.get(field) if isinstance(data, dict) else None
    if not isinstance(listed, list) or old not in listed:
        return
    kept = dict.fromkeys(new if id_ == old else id_ for id_ in listed)
    data[field] = [id_ for id_ in kept if id_ and id_ != own]
    if not data[field]:
        del data[field]
