"""Rules for the report on the method (``metoderapport``), by the items of the RIGHT statement."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.problem import Severity
from rettesnor.model.right import FIELDS, ITEMS, has_content
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.phrases import both
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.content.guideline_paths import GUIDELINE

_BY_A_RELEASE = frozenset({"datoer"})
"""What the first release writes, so that it is empty until then."""


@rule(
    "rapport-svar",
    summary="Et punkt i rapporten om metoden er verken besvart eller forklart, eller begge deler.",
    reads=("metoderapport",),
)
def items_are_answered_once(project: ProjectIndex) -> Iterator[Finding]:
    """An item is there once, and is either answered or said to be missing, with the reason."""
    seen: set[str] = set()
    for index, item in enumerate(project.guideline.metoderapport):
        place = ("metoderapport", index)
        answered = bool(item.svar or item.felt or item.sider)
        number = _number(item.punkt)
        if item.punkt in seen:
            yield Finding(
                f"Punkt {number} står mer enn én gang.", "Slå dem sammen til ett.",
                (*place, "punkt"), GUIDELINE,
            )
        seen.add(item.punkt)
        if not answered and not item.mangler:
            yield Finding(
                f"Punkt {number} har ikke noe svar.",
                "Fyll ut «svar», «felt» eller «sider», eller si i «mangler» hvorfor det ikke er "
                "besvart.", (*place, "punkt"), GUIDELINE,
            )
        if answered and item.mangler:
            yield Finding(
                f"Punkt {number} er besvart, men også sagt å mangle.",
                "Slett «mangler», eller slett svaret.", (*place, "mangler"), GUIDELINE,
            )


@rule(
    "rapport-henvisning",
    summary="Rapporten om metoden viser til noe som er tomt eller ikke finnes.",
)
def items_point_to_content(project: ProjectIndex) -> Iterator[Finding]:
    """The data and the pages that answer an item are there."""
    guideline = project.guideline
    for index, item in enumerate(guideline.metoderapport):
        for number, name in enumerate(item.felt):
            if name in FIELDS and name not in _BY_A_RELEASE and project.knows(GUIDELINE, name) \
                    and not has_content(guideline, name):
                yield Finding(
                    f"Punkt {_number(item.punkt)} viser til «{name}», som er tomt.",
                    f"Fyll ut «{name}», eller si i «mangler» hvorfor punktet ikke er besvart.",
                    ("metoderapport", index, "felt", number), GUIDELINE,
                )
        for number, page in enumerate(item.sider):
            if page not in guideline.sider and project.knows(GUIDELINE, "sider"):
                yield Finding(
                    f"Punkt {_number(item.punkt)} viser til siden «{page}», som ikke finnes.",
                    "Skriv id-en til en tekstside i «sider».",
                    ("metoderapport", index, "sider", number), GUIDELINE,
                )


@rule(
    "rapport-ufullstendig", severity=Severity.WARNING,
    summary="Rapporten om metoden mangler punkter.",
    reads=("metoderapport",),
)
def all_items_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A guideline with a report has all items of RIGHT in it."""
    report = project.guideline.metoderapport
    if not report or not project.knows(GUIDELINE, "metoderapport"):
        return
    known = {item.punkt for item in report}
    missing = [one.nummer for name, one in ITEMS.items() if name not in known]
    if missing:
        few = f"{both(missing[:8])}" if len(missing) <= 8 else f"{', '.join(missing[:8])} …"
        yield Finding(
            f"Rapporten om metoden mangler punkt {few}.",
            "Legg til punktene, med svar eller med grunnen til at de mangler.",
            ("metoderapport",), GUIDELINE, at_key=True,
        )


def _number(id_: str) -> str:
    return ITEMS[id_].nummer if id_ in ITEMS else id_
