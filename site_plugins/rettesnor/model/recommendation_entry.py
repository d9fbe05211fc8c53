"""What the rest of the guideline needs to know of one recommendation, without its prose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rettesnor.model.legal_basis import Kontrollgrunnlag
from rettesnor.model.legal_reference import canonical
from rettesnor.model.plain import EnkelVersjon, outdated
from rettesnor.model.problem import Problem
from rettesnor.model.prose import Reference, ReferenceKind
from rettesnor.model.recommendation import Datoer, Lovhenvisning, Steg, Unntak
from rettesnor.model.translation import source_path


class PlacedReference(NamedTuple):
    """A reference in prose, and the text field (dotted pointer) it stands in.

    A tuple, because every check makes those of all recommendations again, some ten of each, and
    a tuple is made in a fifth of the time. What the reference says is the field's own matter; all
    else is as in ``Reference``.
    """

    field: str
    kind: ReferenceKind
    target: str
    detail: str = ""
    line: int = 0
    column: int = 0


def placed(field: str, reference: Reference) -> PlacedReference:
    """Return ``reference`` as it stands in the text field ``field``."""
    r = reference
    return PlacedReference(field, r.kind, r.target, r.detail, r.line, r.column)


class StatedStrength(NamedTuple):
    """A word that prose says is the strength, and the text field (dotted pointer) it stands in."""

    field: str
    word: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A recommendation in short: small enough to hold ten thousand of them in memory.

    Attributes:
        path: the file, relative to the root.
        digest: SHA-256 of the file's bytes, hexadecimal.
        sound: whether the file holds a recommendation. When not, only ``path``, ``kapittel``,
            ``id`` (the file's name) and ``problems`` say anything, unless part of it could be
            read: see ``unreadable``.
        anchors: ids that links into the page may use, a line each (they are many, and seldom
            asked for).
        references: every reference in prose.
        kilder: keys of the sources under ``kunnskapsgrunnlag.forskning``, in order.
        lovhenvisninger: the structured legal references, in order.
        forskning_vurdert: whether evidence is given or said not to be assessed.
        problems: what is wrong with the file by itself, before suppression.
        steg: the steps, with what is done as plain text.
        unreadable: in a file that breaks its schema and of which part could be read, the dotted
            pointers of the fields whose value is not known. The other fields are then filled for
            the check, and for nothing else.
        dimensjoner: the values it has in each dimension, by the dimension's id.
        deler: the sections that it has.
        nevnte_styrker: where its prose names the strength that it leads to.
        skjedde: pointer and day (ISO 8601) of what is said to have been done: judgements, a search.
        sjekksummer: digests of what a plain version is written from (``plain.source_digests``).
        svarer_paa: questions that it answers.
        kontrollsporsmaal: its control questions.
        kontrollgrunnlag: the legal basis of those that have one of their own.
    """

    path: str
    digest: str
    kapittel: str
    id: str
    sound: bool
    tittel: str = ""
    kort_anbefaling: str = ""
    styrke: str = ""
    status: str = ""
    maalgrupper: tuple[str, ...] = ()
    faser: tuple[str, ...] = ()
    se_ogsaa: tuple[str, ...] = ()
    datoer: Datoer = Datoer()
    kilder: tuple[str, ...] = ()
    lovhenvisninger: tuple[Lovhenvisning, ...] = ()
    references: tuple[PlacedReference, ...] = ()
    anchors: str = ""
    unntak: tuple[Unntak, ...] = ()
    problems: tuple[Problem, ...] = ()
    steg: tuple[Steg, ...] = ()
    unreadable: tuple[str, ...] = ()
    dimensjoner: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deler: tuple[str, ...] = ()
    nevnte_styrker: tuple[StatedStrength, ...] = ()
    skjedde: tuple[tuple[str, str], ...] = ()
    sjekksummer: Mapping[str, str] = field(default_factory=dict)
    svarer_paa: tuple[str, ...] = ()
    kontrollsporsmaal: tuple[str, ...] = ()
    kontrollgrunnlag: tuple[Kontrollgrunnlag, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether the check can look at its fields, all of them or some."""
        return self.sound or bool(self.unreadable)


@dataclass(frozen=True, slots=True)
class TranslationEntry:
    """The translation of a recommendation at a glance.

    Attributes:
        path: the file, relative to the root.
        digest: SHA-256 of the file's bytes, hexadecimal.
        source_digest: SHA-256 of the bytes of the file that it translates; empty when there is
            none.
        id: the recommendation's, from the file's name.
        sound: whether the file holds a translation of a sound recommendation; when not, only what
            stands above, ``language`` and ``problems`` say anything.
        tittel: translated, or the source's.
        kort_anbefaling: likewise.
        references: every reference in translated prose.
        anchors: ids that links into the translated page may use, a line each.
        untranslated: dotted pointers of the texts that stand in the source language.
        stale: of those that were translated from an older source.
        unmarked: of those that nothing tells the source of.
        total: how many texts a whole translation has.
        problems: what is wrong with the file by itself and next to its source.
        steg: the steps, with what is done as plain text; the source's where not translated.
        nevnte_styrker: where its translated prose names the strength that it leads to.
    """

    path: str
    digest: str
    source_digest: str
    id: str
    language: str
    sound: bool
    tittel: str = ""
    kort_anbefaling: str = ""
    references: tuple[PlacedReference, ...] = ()
    anchors: str = ""
    untranslated: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    unmarked: tuple[str, ...] = ()
    total: int = 0
    problems: tuple[Problem, ...] = ()
    steg: tuple[Steg, ...] = ()
    nevnte_styrker: tuple[StatedStrength, ...] = ()

    @property
    def source(self) -> str:
        """The file that it translates."""
        return source_path(self.path)


def outdated_ids(versions: Iterable[EnkelVersjon], entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids of the recommendations that are not what ``versions`` were written from."""
    now = {entry.id: entry.sjekksummer for entry in entries if entry.sound}
    return frozenset(
        version.id for version in versions
        if version.id in now and outdated(version, now[version.id])
    )


def cited_laws(entry: Entry) -> set[tuple[str, str]]:
    """Return the laws (ids) that a recommendation cites, with the canonical section of each.

    An act as a whole has no section.
    """
    cited = {(law.lov, canonical(law.paragraf)) for law in entry.lovhenvisninger}
    cited |= {
        (law.lov, canonical(law.paragraf))
        for one in entry.kontrollgrunnlag for law in one.rettsgrunnlag
    }
    cited |= {
        (placed.target, placed.detail) for placed in entry.references if placed.kind == "lov"
    }
    cited |= {
        (placed.target.casefold(), "") for placed in entry.references if placed.kind == "term"
    }
    return cited
