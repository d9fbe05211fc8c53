"""Random sources that the schema allows."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from rettesnor.model.bibliography import DATES, NAMES
from rettesnor.reading.importers.sources.tidy import TYPES

WORDS = st.sampled_from([
    "Fravær i skolen", "School absence: a review", "H<sub>2</sub>O og <i>Homo sapiens</i>",
    "50 % & mer_enn #1", "«Sitat» og 'apostrof'", "A {B} $c$ ~d ^e \\f", "Ås", "x -- y --- z",
    "Ord, med komma", "and og AND", "12", "a/b", '"Q"', "Født 1. mai", "å", "O'Brien", "Τίτλος",
    "50% av 3<5", "``x''", "1 < 2 > 0", "Fire and Rescue",
]).filter(lambda text: len(text) > 1)
PARTS = st.sampled_from([
    "Berg", "Ås", "van", "Øvre Bø", "O’Hara", "M. I.", "Anne-Marie", "King", "d’Aubigné", "Li",
    "de", "Müller & co",
])
YEARS = st.integers(1000, 2100)


@st.composite
def _dates(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.integers(0, 5)) == 0:
        return {"literal": draw(st.sampled_from(["Under trykking", "før krigen", "u.å."]))}
    kind = draw(st.sampled_from([1, 2, 3]))
    day = [draw(YEARS), draw(st.integers(1, 12)), draw(st.integers(1, 28))][:kind]
    made: dict[str, Any] = {"date-parts": [day]}
    choice = draw(st.integers(0, 4))
    if choice == 0:
        made["date-parts"].append([day[0] + draw(st.integers(1, 5))])
    elif choice == 1 and kind == 1:
        made["season"] = draw(st.integers(1, 4))
    if draw(st.integers(0, 4)) == 0:
        made["circa"] = True
    return made


@st.composite
def _names(draw: st.DrawFn) -> dict[str, str]:
    if draw(st.booleans()):
        return {"literal": draw(st.sampled_from(["Redd Barna", "Barne- og likestillingsdep.",
                                                 "Udir", "Fire and Rescue", "Stat, kommune"]))}
    made = {"family": draw(PARTS)}
    for part in ("given", "suffix"):
        if draw(st.booleans()):
            made[part] = draw(PARTS)
    particle = draw(st.sampled_from(["", "", "non-dropping-particle", "dropping-particle"]))
    if particle:
        made[particle] = draw(st.sampled_from(["van der", "de", "von"]))
    return made


SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "DOI": st.sampled_from(["10.1000/abc_d", "10.1000/x(1)<2>"]),
    "ISBN": st.just("978-82-02-00000-0"), "ISSN": st.just("0332-6470"),
    "PMID": st.just("33933133"), "PMCID": st.just("PMC8088072"),
    "URL": st.sampled_from(["https://x.no/a_b?c=d&e=%20#f", "https://x.no/~q"]),
    "language": st.sampled_from(["nb", "en-US", "se"]),
    "page": st.sampled_from(["1-3", "12", "e12", "5, 7", "A1-A3"]),
    "number-of-pages": st.just("214"),
}


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    """Yield an item of ``sources.yml``, with any of its fields."""
    from rettesnor.reading.importers.sources.tidy import _FIELDS

    made: dict[str, Any] = {"id": "x", "type": draw(st.sampled_from(sorted(TYPES)))}
    for field in _FIELDS:
        if field in ("id", "type") or (field != "title" and draw(st.integers(0, 2))):
            continue
        if field in NAMES:
            made[field] = draw(st.lists(_names(), min_size=1, max_size=3))
        elif field in DATES:
            made[field] = draw(_dates())
        elif field in ("volume", "issue", "number", "edition", "collection-number", "version"):
            made[field] = draw(st.sampled_from(["3", "2-3", "A 12", "II"]))
        else:
            made[field] = draw(SPECIAL.get(field, WORDS))
    return made


def lists() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return a strategy for lists of sources, each with a key of its own."""
    return st.lists(items(), min_size=1, max_size=4).map(
        lambda found: [{**item, "id": f"kilde-{number}"} for number, item in enumerate(found)]
    )
