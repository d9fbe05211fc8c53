"""What in the common content each recommendation uses."""

from __future__ import annotations

from collections.abc import Sequence

from rettesnor.model.legal_reference import canonical
from rettesnor.model.recommendation_entry import Entry


def usage(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Return the ids that use each source and law section; see ``Context.usage`` for the keys."""
    found: dict[str, dict[str, None]] = {}
    for entry in entries:
        used = [f"kilde:{key}" for key in entry.kilder]
        used += [f"lov:{law.lov}|{canonical(law.paragraf)}" for law in entry.lovhenvisninger]
        for placed in entry.references:
            if placed.kind == "kilde":
                used.append(f"kilde:{placed.target}")
            elif placed.kind == "lov":
                used.append(f"lov:{placed.target}|{placed.detail}")
            elif placed.kind == "term":  # a word that is no term may name a whole act
                used.append(f"lov:{placed.target.casefold()}|")
        for key in used:
            found.setdefault(key, {})[entry.id] = None
    return {key: list(ids) for key, ids in found.items()}
