"""New recommendations, chapters and prose pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.editing import chapters, fragments, template
from rettesnor.editing.chapters import LAST, Position
from rettesnor.editing.draft import Draft
from rettesnor.editing.fragments import Decision
from rettesnor.editing.operations.move import into_chapter
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.model import legal_reference
from rettesnor.model.strength import DEFAULT_SCALE, DUTY
from rettesnor.model.unfinished import FILL_IN
from rettesnor.reading.content.guideline_paths import GUIDELINE, page_path
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.fields import Fields
from rettesnor.reading.yaml.loader import Pointer

_DRAFT = "utkast"


@dataclass(frozen=True, slots=True)
class NewRecommendation:
    """A recommendation to be written.

    Attributes:
        strength: a word of the guideline's scale.
        id: empty to make it from the title.
        basis: the section that a duty follows from, such as ``helsepersonelloven § 4``.
    """

    title: str
    strength: str
    id: str = ""
    basis: str = ""


def recommendation(
    files: ProjectFiles, wanted: NewRecommendation, chapter: str, decision: Decision,
    position: Position = LAST,
) -> Plan:
    """Plan a new recommendation: a draft whose texts an editor is to fill in.

    Raises:
        NotPossible: the id is taken, the chapter does not exist, the title does not fit.
    """
    draft = Draft(files)
    id_ = _write(draft, wanted, chapter, decision, position)
    return draft.plan(f"Ny anbefaling «{wanted.title}» ({id_}) i kapitlet «{chapter}».")


def chapter(
    files: ProjectFiles, title: str, decision: Decision, *, id_: str = "",
    position: Position = LAST, moved: Sequence[str] = (), first: NewRecommendation | None = None,
) -> Plan:
    """Plan a new chapter, with recommendations from other chapters, a new one, or both.

    Raises:
        NotPossible: it would be empty, its id is taken, or a recommendation does not exist.
    """
    draft = Draft(files)
    ensure_fits(title, "guideline", ("kapitler", 0, "tittel"))
    if not moved and first is None:
        raise NotPossible(
            "Et kapittel må ha minst én anbefaling. Flytt en inn med --move ID, eller lag en ny "
            "med --recommendation TITTEL --strength STYRKE."
        )
    new = chapters.free_address(draft, title, id_)
    chapters.add(draft, {"id": new, "tittel": title, "anbefalinger": []}, position)
    for other in moved:
        into_chapter(draft, other, new, LAST, decision)
    if first is not None:
        _write(draft, first, new, decision, LAST)
    chapters.drop_empty(draft)
    return draft.plan(f"Nytt kapittel «{title}» ({new}).")


def page(
    files: ProjectFiles, title: str, *, id_: str = "", position: Position = LAST
) -> Plan:
    """Plan a new prose page, whose text an editor is to fill in.

    Raises:
        NotPossible: its id is taken, or what it is to stand next to does not exist.
    """
    draft = Draft(files)
    if "\n" in title or not title.strip():
        raise NotPossible("Tittelen må være én linje.")
    new = chapters.free_address(draft, title, id_)
    draft.put(page_path(new), f"# {title}\n\n{FILL_IN} Teksten på siden.\n")
    chapters.add_page(draft, new, position)
    return draft.plan(f"Ny tekstside «{title}» ({new}).")


def _write(
    draft: Draft, wanted: NewRecommendation, chapter: str, decision: Decision, position: Position
) -> str:
    ensure_fits(wanted.title, "recommendation", ("tittel",))
    declared = draft.data(GUIDELINE).get("styrker", ())
    scale: dict[str, tuple[str, Sequence[str]]] = {
        one["id"]: (one["grad"], one.get("verb", ())) for one in declared
    } or {one.id: (one.grad, one.verb) for one in DEFAULT_SCALE}
    if wanted.strength not in scale:
        raise NotPossible(f"Styrken er {' | '.join(scale)}, ikke «{wanted.strength}».")
    degree, verbs = scale[wanted.strength]
    id_ = chapters.free_id(draft, wanted.title, wanted.id)
    chapters.put_in(draft, id_, chapter, position)
    given: dict[Pointer, Any] = {
        ("id",): id_, ("tittel",): wanted.title, ("styrke",): wanted.strength,
        ("status",): _DRAFT,
        ("kort_anbefaling",): f"{FILL_IN} {_sentence(verbs)}",
    }
    if wanted.basis or degree == DUTY:
        given["juridiske_rammer", "referanser"] = [_basis(wanted)]
    text = template.recommendation(draft.data(GUIDELINE), given, wanted.title)
    draft.put(f"{chapters.RECOMMENDATIONS}/{chapter}/{id_}.yml", text)
    if draft.files.last is not None:
        fragments.report(
            draft, id_, "ny", f"Ny anbefaling: «{wanted.title}».", decision, substantive=True,
            anbefalinger=[id_],
        )
    return id_


def _sentence(verbs: Sequence[str]) -> str:
    """Return what the sentence says: with a verb that its strength must have, where it has any."""
    return f"Hvem {verbs[0]} gjøre hva, og når" if verbs else "Hvem gjør hva, og når"


def _basis(wanted: NewRecommendation) -> dict[str, Any]:
    found = legal_reference.parse(wanted.basis) if wanted.basis else None
    if found is None:
        raise NotPossible(
            f"Styrken «{wanted.strength}» må ha en paragraf den følger av. Oppgi den slik: "
            '--basis "helsepersonelloven § 4". Loven må stå i guideline/laws.yml.'
        )
    return {
        "lov": found.law, "paragraf": found.section,
        "hvorfor": f"{FILL_IN} Hvorfor paragrafen har noe å si her.\n", "hjemmel": True,
    }


def ensure_fits(title: str, kind: str, pointer: Pointer, what: str = "Tittelen") -> None:
    """Do nothing when ``title`` is one line of the length that the schema asks for.

    Raises:
        NotPossible: it is not; ``what`` says in Norwegian what it is.
    """
    node = Fields(schema.load(kind)).at(pointer)
    least, most = node.get("minLength", 1), node.get("maxLength", 10**6)
    if "\n" in title or not least <= len(title) <= most:
        raise NotPossible(f"{what} må være én linje på {least} til {most} tegn.")
