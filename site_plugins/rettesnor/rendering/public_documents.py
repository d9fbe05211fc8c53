"""Acts, bills, white papers and numbered reports as Norwegian APA has them, as CSL items.

The CSL types for legal documents are American: the style writes «Pub. L. No.» before the number of
an act. So such items are turned into reports, which have the parts that the Norwegian manual asks
for: an act stands under its short title, a document of the Storting and an official report
(NOU) under its number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rettesnor.rendering import other_types

_SHORT_TITLE = re.compile(r"(?P<long>.+?)\s*\((?P<short>[^()]+)\)\s*\Z")
_STORTING = re.compile(r"(?:Prop|Meld[.] ?St|Innst|Ot[.] ?prp|St[.] ?meld|St[.] ?prp|Dok)[.] ?\d")
"""How the number of a document of the Storting begins; it holds the years of the session."""


def prepared(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the CSL ``item`` as the style takes it; the item of the register stays as it is.

    ``call-number``, a CSL variable that the style does not print, marks a document that has its
    years in its number, so that the style adds none.
    """
    made = other_types.prepared(item)
    number = str(item.get("number", ""))
    if _STORTING.match(number):
        made.pop("issued", None)
        return {**_numbered(made, number), "call-number": number}
    if number.startswith("NOU "):
        return _numbered(made, number)
    if item.get("type") in ("legislation", "regulation"):
        return _act(made)
    if item.get("type") == "bill":
        made["type"] = "report"
    if item.get("type") == "report" and number and (series := item.get("collection-title")):
        del made["collection-title"]
        made["number"] = f"{series} {number}"
    return made


def _numbered(item: dict[str, Any], number: str) -> dict[str, Any]:
    """Return a document under its number: «Prop. 57 L (2022–2023). Tittel. Departementet.»"""
    item.pop("number")
    item.pop("genre", None)
    names = [author["literal"] for author in item.pop("author", []) if "literal" in author]
    if names and "publisher" not in item:
        item["publisher"] = " & ".join(names)
    return {**item, "type": "report", "author": [{"literal": number}]}


def _act(item: dict[str, Any]) -> dict[str, Any]:
    """Return an act: «Barnevernsloven. (2021). Lov om barnevern (LOV-2021-06-18-97). Lovdata.»"""
    title, short = str(item.get("title", "")), str(item.get("title-short", ""))
    if match := _SHORT_TITLE.match(title):
        title, short = match["long"], short or match["short"]
    item = {**item, "type": "report", "title": title}
    if "author" not in item:
        if not short:  # the title is all the name it has
            short = item.pop("title")
        item["author"] = [{"literal": short[:1].upper() + short[1:]}]
    if "lovdata.no/" in str(item.get("URL", "")) and "publisher" not in item:
        item["publisher"] = "Lovdata"
    return item
