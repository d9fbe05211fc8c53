"""CSL-JSON, as Zotero, Better BibTeX and others write it."""

from __future__ import annotations

import json
from typing import Any

from rettesnor.reading.importers.sources import tidy
from rettesnor.reading.importers.sources.result import SourceList, UnreadableError, excerpt


def read(data: bytes) -> SourceList:
    """Return the sources in ``data``.

    Raises:
        UnreadableError: it is not a list of CSL items.
    """
    try:
        parsed: Any = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError("Fila er ikke gyldig JSON.") from error
    if isinstance(parsed, dict):
        parsed = parsed.get("items") or parsed.get("references") or [parsed]
    if not isinstance(parsed, list) or not any(_is_item(one) for one in parsed):
        raise UnreadableError("Fila er ikke ei liste med kilder i CSL-JSON.")
    found = SourceList()
    for number, one in enumerate(parsed, 1):
        key = str(one.get("id") or f"nr. {number}") if isinstance(one, dict) else f"nr. {number}"
        if not isinstance(one, dict):
            found.left_out += 1
            found.lose(key, "", f"Posten er ikke ført over; den er ingen kilde: «{excerpt(one)}»")
            continue
        item = dict(one)
        if not item.get("id"):
            item["id"] = item.get("citation-key") or item.get("citekey") or ""
        elif item.get("citation-key"):
            item["id"] = item["citation-key"]
        tidy.add(item, key, found)
    return found


def _is_item(one: Any) -> bool:
    return isinstance(one, dict) and bool({"id", "type", "title"} & one.keys())
