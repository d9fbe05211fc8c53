"""What has happened to the sources of a guideline: retracted, corrected, or in a newer version.

A hit never changes a text. It becomes a review task (``model.task``) that somebody decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

RETRACTED, CORRECTED, NEWER, GONE = "trukket", "rettet", "ny-versjon", "lenke-borte"
"""What can happen to a source (``Oppgave.hendelse``)."""
Nature = Literal["retraction", "correction", "concern", "reinstatement"]
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_VERSION = re.compile(r"(?P<base>10\.\d{4,9}/\S+?)(?:\.pub(?P<number>\d+))?")
_REVIEWS = re.compile(r"10\.1002/14651858\.\S+")
"""The DOIs of Cochrane reviews: a newer version has the same with «.pub2», «.pub3»."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice about a publication.

    Attributes:
        doi: of what it is about, as ``doi_of`` gives it.
        pmid: the same in PubMed; empty when not known.
        day: of the notice (ISO 8601); empty when not known.
        notice: the DOI of the notice itself; empty when it has none.
        reasons: as they are given.
    """

    nature: Nature
    doi: str
    pmid: str = ""
    day: str = ""
    notice: str = ""
    title: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that has happened to a source.

    Attributes:
        event: ``RETRACTED``, ``CORRECTED``, ``NEWER`` or ``GONE``.
        source: the source's key.
        day: the day it happened (ISO 8601); empty when not known.
        concern: whether it is an expression of concern, and nothing is corrected yet.
        address: where it can be read.
        said: the reasons given, or the title of what is newer.
    """

    event: str
    source: str
    day: str = ""
    concern: bool = False
    address: str = ""
    said: str = ""

    @property
    def id(self) -> str:
        """What its review task is called."""
        end = self.day or re.sub(r"[^a-z0-9]+", "-", self.address.casefold())[-24:]
        return "-".join(filter(None, (
            "kunnskap", self.source[:50], self.event, end.strip("-"),
        ))).strip("-")


def doi_of(text: str) -> str:
    """Return the DOI in ``text``, as DOIs are compared; empty when there is none."""
    found = _DOI.search(text.casefold())
    return found[0].rstrip(".,;)") if found else ""


def dois(source: Mapping[str, Any]) -> str:
    """Return the DOI of a source (a CSL item), from its DOI or its address."""
    own = doi_of(str(source.get("DOI", "")))
    address = str(source.get("URL", ""))
    return own or (doi_of(address) if "doi.org/" in address.casefold() else "")


def noticed(
    sources: Mapping[str, Mapping[str, Any]], notices: Iterable[Notice]
) -> list[Hit]:
    """Return what ``notices`` say of ``sources`` (CSL items by key).

    A retraction that was taken back later is none.
    """
    by_doi = {doi: key for key, source in sources.items() if (doi := dois(source))}
    by_pmid = {str(s["PMID"]): key for key, s in sources.items() if s.get("PMID")}
    found: dict[str, list[Notice]] = {}
    for one in notices:
        key = by_doi.get(one.doi) or by_pmid.get(one.pmid)
        if key:
            found.setdefault(key, []).append(one)
    hits = []
    for key, own in found.items():
        back = max((one.day for one in own if one.nature == "reinstatement"), default=None)
        for one in own:
            if one.nature == "reinstatement":
                continue
            if back is not None and one.nature != "correction" and one.day <= back:
                continue
            hits.append(Hit(
                RETRACTED if one.nature == "retraction" else CORRECTED, key, one.day,
                one.nature == "concern", f"https://doi.org/{one.notice}" if one.notice else "",
                "; ".join(one.reasons),
            ))
    return sorted(set(hits), key=lambda hit: (hit.source, hit.day, hit.event))


def renewed(
    sources: Mapping[str, Mapping[str, Any]], listed: Iterable[Mapping[str, Any]]
) -> list[Hit]:
    """Return the sources of which ``listed`` (CSL items) has a newer version.

    Only the newest is returned: it takes the place of those before it.
    """
    newest: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for item in listed:
        base, number = version(dois(item))
        if base and number > newest.get(base, (0, {}))[0]:
            newest[base] = number, item
    hits = []
    for key, source in sources.items():
        base, number = version(dois(source))
        there = newest.get(base)
        if base and there and there[0] > number:
            item = there[1]
            hits.append(Hit(
                NEWER, key, day_of(item), address=f"https://doi.org/{dois(item)}",
                said=" ".join(str(item.get("title", "")).split()),
            ))
    return hits


def version(doi: str) -> tuple[str, int]:
    """Return the DOI of a review without its version, and the version; empty for anything else."""
    found = _VERSION.fullmatch(doi)
    if found is None or not (found["number"] or _REVIEWS.fullmatch(doi)):
        return "", 0
    return found["base"], int(found["number"] or 1)


def day_of(item: Mapping[str, Any]) -> str:
    """Return the day that a CSL item was published; empty when only the month or year is known."""
    parts = (item.get("issued") or {}).get("date-parts") or [[]]
    first = parts[0] if parts else []
    return "-".join(f"{int(part):02}" for part in first) if len(first) == 3 else ""
