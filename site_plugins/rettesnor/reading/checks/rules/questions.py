"""Rules for the questions that pages answer, and for the words that readers search by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rettesnor.model.pages import FRONT, PAGES
from rettesnor.model.problem import Severity
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.content.guideline_paths import GUIDELINE, part_path
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml.loader import Pointer

_OWN_PAGES = frozenset({FRONT, *(page.address.rstrip("/") for page in PAGES if page.address)})
"""The site's own pages, as «sporsmaal_til_sider» names them."""
_WORD = re.compile(r"\w+")
_LONGEST = 6
"""Search looks for phrases of so many words (``LONGEST_PHRASE`` in search-engine.js)."""
Place = tuple[str, Pointer]
"""A file, and a place in it."""


@rule("sporsmaal-dobbelt", severity=Severity.WARNING,
      summary="To sider sier at de svarer på det samme spørsmålet.")
def questions_have_one_answer(project: ProjectIndex) -> Iterator[Finding]:
    """A question is answered by one page, so that search can lead to it."""
    first: dict[str, Place] = {}
    for question, (path, place) in _questions(project):
        same = " ".join(_WORD.findall(question.casefold()))
        if same in first:
            yield Finding(
                f"Spørsmålet «{question}» står også i {first[same][0]}.",
                "La det stå der svaret er best, og slett det andre.", place, path,
            )
        else:
            first[same] = path, place


def _questions(project: ProjectIndex) -> Iterator[tuple[str, Place]]:
    guideline = project.guideline
    lists: list[tuple[Iterable[str], str, Pointer]] = [
        (entry.svarer_paa, entry.path, ()) for entry in project.readable
    ]
    lists += [(one.svarer_paa, part_path("role", one.id), ()) for one in guideline.rollesider]
    for name in ("faser", "sporsmaal_til_sider"):
        lists += [
            (one.svarer_paa, GUIDELINE, (name, number))
            for number, one in enumerate(getattr(guideline, name))
        ]
    for questions, path, place in lists:
        for index, question in enumerate(questions):
            yield question, (path, (*place, "svarer_paa", index))


@rule("sporsmaal-side", summary="Siden som et spørsmål er skrevet til, finnes ikke.")
def asked_pages_exist(project: ProjectIndex) -> Iterator[Finding]:
    """What questions are written for is a page, and each page stands once."""
    if not project.knows(GUIDELINE, "sider"):
        return
    known = {*project.pages, *_OWN_PAGES}
    seen = set[str]()
    for number, one in enumerate(project.guideline.sporsmaal_til_sider):
        place = ("sporsmaal_til_sider", number, "side")
        if one.side not in known:
            yield Finding(
                f"Siden «{one.side}» finnes ikke.",
                Names(known).suggestion(one.side, "Rett navnet, eller slett spørsmålene."),
                place, GUIDELINE,
            )
        elif one.side in seen:
            yield Finding(
                f"Spørsmålene til «{one.side}» står to steder.", "Slå dem sammen.", place,
                GUIDELINE,
            )
        seen.add(one.side)


@rule("hverdagsord-form", severity=Severity.WARNING,
      summary="Et hverdagsord kan ikke brukes av søket slik det står.")
def everyday_words_can_be_used(project: ProjectIndex) -> Iterator[Finding]:
    """A word of the readers stands once, and is short enough for search to look for."""
    first: dict[str, int] = {}
    for number, one in enumerate(project.guideline.hverdagsord):
        own = {text.casefold() for text in one.teksten_sier}
        for index, text in enumerate(one.leseren_skriver):
            word = text.casefold()
            place = ("hverdagsord", number, "leseren_skriver", index)
            if len(text.split()) > _LONGEST:
                yield Finding(
                    f"«{text}» er på mer enn {_LONGEST} ord, så søket finner det ikke igjen.",
                    "Skriv ordene som bærer meningen.", place, GUIDELINE,
                )
            elif first.get(word, number) != number:
                yield Finding(
                    f"«{text}» står også i gruppe {first[word] + 1} under «hverdagsord».",
                    "Samle det som hører sammen, i én gruppe.", place, GUIDELINE,
                )
            elif own == {word}:
                yield Finding(
                    f"«{text}» fører bare til seg selv.", "Skriv et annet ord som teksten bruker.",
                    place, GUIDELINE,
                )
            first.setdefault(word, number)
