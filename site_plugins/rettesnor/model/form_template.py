"""Templates to fill in: forms that serve recommendations, as data.

A template says what is asked for; the page, the Word file and the PDF are made from it. Nothing
that is filled in is ever part of the guideline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rettesnor.model.legal_basis import Rettsgrunnlag

LINE, PARAGRAPH, DAY, NUMBER, TICK = "linje", "avsnitt", "dato", "tall", "kryss"
CHOICE, CHOICES, SCALE, TABLE, TEXT = "valg", "flervalg", "skala", "tabell", "tekst"
"""The kinds of field (``slag``). ``TEXT`` is not filled in: it is read."""
IN_COLUMNS = (LINE, PARAGRAPH, DAY, NUMBER, TICK, CHOICE, SCALE)
"""The kinds of field that a column of a table can have."""
ROWS = 4
"""A table that does not say otherwise has this many empty rows."""


@dataclass(frozen=True, slots=True)
class Alternativ:
    """Something to choose, or the heading of a row."""

    id: str
    navn: str


@dataclass(frozen=True, slots=True)
class Trinn:
    """A step of a scale; the colour is shown beside the name, never instead of it."""

    id: str
    navn: str
    farge: str = ""
    om: str = ""


@dataclass(frozen=True, slots=True)
class Skala:
    """A scale that fields refer to."""

    id: str
    navn: str
    trinn: tuple[Trinn, ...]


@dataclass(frozen=True, slots=True)
class Malkolonne:
    """A column of a table: its heading, and what is written in its cells.

    Attributes:
        skala: the scale (id) of a column of the kind ``SCALE``.
    """

    id: str
    navn: str
    slag: str = LINE
    skala: str = ""
    alternativer: tuple[Alternativ, ...] = ()


@dataclass(frozen=True, slots=True)
class Malfelt:
    """A field to fill in.

    Attributes:
        slag: its kind (see ``LINE`` and the others).
        ledetekst: its label; of ``TEXT``, the text itself.
        viktig: whether it should be filled in. It is advice: nobody is stopped.
        skala: the scale (id) of a field of the kind ``SCALE``.
        rader: how many empty rows a table has.
        faste_rader: rows that a table has already, by their first cell.
    """

    id: str
    slag: str
    ledetekst: str
    hjelp: str = ""
    viktig: bool = False
    skala: str = ""
    alternativer: tuple[Alternativ, ...] = ()
    kolonner: tuple[Malkolonne, ...] = ()
    rader: int = 0
    faste_rader: tuple[Alternativ, ...] = ()

    @property
    def empty_rows(self) -> int:
        """How many rows there are to fill in from nothing."""
        return self.rader or (0 if self.faste_rader else ROWS)


@dataclass(frozen=True, slots=True)
class Maldel:
    """A part of a template, with a heading."""

    id: str
    tittel: str
    felter: tuple[Malfelt, ...] = ()
    om: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """Something that others have made and that is not copied here."""

    tittel: str
    lenke: str = ""
    utgiver: str = ""
    om: str = ""


@dataclass(frozen=True, slots=True)
class Mal:
    """A template.

    Attributes:
        brukes_til: what it is for.
        fylles_ut_av: who fills it in.
        skriv_ikke: what must not be written in it.
        oppbevares: where it is kept when it is filled in.
        anbefalinger: the recommendations (ids) that it serves.
        hjemler: the sections of laws that it rests on.
        andres: instruments of others to use beside it.
        gjennomgatt: the release that somebody last compared it with, and found nothing to change.
    """

    id: str
    tittel: str
    brukes_til: str
    deler: tuple[Maldel, ...] = ()
    anbefalinger: tuple[str, ...] = ()
    fylles_ut_av: str = ""
    skriv_ikke: str = ""
    oppbevares: str = ""
    hjemler: tuple[Rettsgrunnlag, ...] = ()
    andres: tuple[Instrument, ...] = ()
    skalaer: tuple[Skala, ...] = ()
    gjennomgatt: str = ""

    def fields(self) -> Iterator[tuple[str, Malfelt]]:
        """Yield every field with its pointer in the file."""
        for place, part in enumerate(self.deler):
            for index, one in enumerate(part.felter):
                yield f"deler.{place}.felter.{index}", one

    def scale(self, id_: str) -> Skala:
        """Return the scale ``id_``; one without steps where there is none, in a preview."""
        return next((one for one in self.skalaer if one.id == id_), Skala(id_, id_, ()))


NOT_SERVED = frozenset({"se_ogsaa"})
"""Fields of a recommendation that no template is made from."""


def newer(template: Mal, own: str, versions: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the recommendations that ``template`` serves and that changed after it did.

    Args:
        own: the release that changed the template last; empty when none did yet.
        versions: the release that changed each recommendation last, by id; not one that changed
            ``NOT_SERVED`` only.

    Returns: each with its release.
    """
    seen = max(_number(own), _number(template.gjennomgatt))
    return tuple(
        (id_, versions[id_]) for id_ in template.anbefalinger
        if own and seen < _number(versions.get(id_, ""))
    )


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
