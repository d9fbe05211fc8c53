"""Plain-language versions of recommendations, and pages for roles.

A plain version says to those whom a recommendation is about what it means for them. It is never
the recommendation: that is quoted next to it. It keeps the digests of the texts that it was
written from, so that it is known to be stale when one of them changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rettesnor.model.legal_basis import Rettsgrunnlag
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.translation import digest, needed, texts

SOURCE_FIELDS = (
    "kort_anbefaling", "styrke", "praktisk_gjennomforing", "begrunnelse", "juridiske_rammer",
)
"""The fields of a recommendation that a plain version is written from."""
LIX_LIMIT = 35
"""A guideline that does not say otherwise holds its plain versions to this: easy to read."""
REVIEWED = "gjennomgått"
"""The state of a text that somebody who knows the field has read."""


@dataclass(frozen=True, slots=True)
class Gjennomlesing:
    """Whether a text was reviewed, by whom and when; empty when that is not known."""

    status: str = "utkast"
    av: str = ""
    dato: str = ""

    @property
    def done(self) -> bool:
        """Whether it was."""
        return self.status == REVIEWED


@dataclass(frozen=True, slots=True)
class Ordforklaring:
    """A word, and what it means."""

    ord: str
    betyr: str


@dataclass(frozen=True, slots=True)
class Leserversjon:
    """What a recommendation means for one group of readers, said to «du».

    Attributes:
        maalgruppe: the role (id) that it is written to.
        kort: the whole in one or two sentences.
        anbefalt: what is recommended.
        vente: what the reader can expect.
        si: what the reader can say or ask for.
    """

    maalgruppe: str
    kort: str
    anbefalt: tuple[str, ...] = ()
    vente: tuple[str, ...] = ()
    si: tuple[str, ...] = ()
    ordforklaringer: tuple[Ordforklaring, ...] = ()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every text that readers see, with its pointer below the version."""
        yield "kort", self.kort
        for name in ("anbefalt", "vente", "si"):
            for index, text in enumerate(getattr(self, name)):
                yield f"{name}.{index}", text
        for index, one in enumerate(self.ordforklaringer):
            yield f"ordforklaringer.{index}.betyr", f"{one.ord}: {one.betyr}"


@dataclass(frozen=True, slots=True)
class Kildemerke:
    """The digest of one field of the recommendation, as it was when the version was written."""

    kildefelt: str
    sjekksum: str


@dataclass(frozen=True, slots=True)
class EnkelVersjon:
    """The plain-language versions of one recommendation.

    Attributes:
        id: the recommendation's.
        versjoner: one for each group of readers.
        skrevet_fra: what they were written from.
    """

    id: str
    versjoner: tuple[Leserversjon, ...]
    gjennomlesing: Gjennomlesing = Gjennomlesing()
    skrevet_fra: tuple[Kildemerke, ...] = ()

    def of(self, role: str) -> Leserversjon | None:
        """Return the version that is written to ``role``; None when there is none."""
        return next((one for one in self.versjoner if one.maalgruppe == role), None)


@dataclass(frozen=True, slots=True)
class Rollepunkt:
    """A sentence to a role, and what it rests on.

    Attributes:
        anbefalinger: ids of the recommendations that say so.
        hjemler: the sections of laws that say so.
    """

    setning: str
    anbefalinger: tuple[str, ...] = ()
    hjemler: tuple[Rettsgrunnlag, ...] = ()


@dataclass(frozen=True, slots=True)
class Rolleside:
    """A page written for one role.

    Attributes:
        id: the role's.
        kan_vente: what the reader can expect.
        kan_be_om: what the reader can ask for.
        hvis_ikke: what the reader can do when that does not happen.
        svarer_paa: questions that the page answers, in readers' own words.
    """

    id: str
    innledning: str
    kan_vente: tuple[Rollepunkt, ...] = ()
    kan_be_om: tuple[Rollepunkt, ...] = ()
    hvis_ikke: tuple[Rollepunkt, ...] = ()
    gjennomlesing: Gjennomlesing = Gjennomlesing()
    svarer_paa: tuple[str, ...] = ()

    def points(self) -> Iterator[tuple[str, Rollepunkt]]:
        """Yield every sentence with its pointer in the file."""
        for name in PARTS:
            for index, one in enumerate(getattr(self, name)):
                yield f"{name}.{index}", one


PARTS = ("kan_vente", "kan_be_om", "hvis_ikke")
"""The parts of a page for a role, in order."""


def source_digests(recommendation: Recommendation) -> dict[str, str]:
    """Return the digest of each of ``SOURCE_FIELDS`` that ``recommendation`` has.

    Only sentences, and the strength, count: a plain version follows what is said, not how it is
    sorted or judged, nor names.
    """
    found: dict[str, list[str]] = {}
    said = needed(recommendation, "recommendation")
    for pointer, text in texts(recommendation, "recommendation").items():
        name = pointer.partition(".")[0]
        if name in SOURCE_FIELDS and pointer in said:
            words = text if isinstance(text, str) else "\n".join(text)
            found.setdefault(name, []).append(" ".join(words.split()))
    if recommendation.styrke:
        found["styrke"] = [recommendation.styrke]
    return {name: digest("\n".join(found[name])) for name in SOURCE_FIELDS if name in found}


def outdated(version: EnkelVersjon, now: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields that are no longer what ``version`` was written from, in order.

    Args:
        now: the digests of the recommendation (see ``source_digests``).
    """
    marked = {mark.kildefelt: mark.sjekksum for mark in version.skrevet_fra}
    return tuple(
        name for name in SOURCE_FIELDS
        if name in marked and marked[name] != now.get(name, "")
    )


def by_id(versions: Iterable[EnkelVersjon]) -> dict[str, EnkelVersjon]:
    """Return ``versions`` by the recommendation's id."""
    return {version.id: version for version in versions}


def readers(versions: Iterable[EnkelVersjon]) -> tuple[str, ...]:
    """Return the roles that some of ``versions`` is written to, each once."""
    return tuple(dict.fromkeys(
        one.maalgruppe for version in versions for one in version.versjoner
    ))
