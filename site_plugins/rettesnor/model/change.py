"""What editors declare about a change, and what a release says of itself."""

from __future__ import annotations

from dataclasses import dataclass

SLAG = (
    "ny", "endret", "presisert", "redaksjonell", "opphevet", "flyttet", "delt", "sammenslått",
)
"""The kinds of change, as fragments write them."""
ORDLYD = frozenset({"presisert", "redaksjonell"})
"""Kinds that touch the wording only: what is recommended, and why, stays the same."""
OMPLASSERT = frozenset({"flyttet", "delt", "sammenslått"})
"""Kinds that lead from ids (``fra``) to ids (``til``)."""
RAMME = (
    "retningslinje", "lover", "kilder", "termer", "tekstsider", "bilder", "enkle_versjoner",
    "rollesider", "oppgaver", "utvikling", "maler", "tilsyn", "kvalitetsmaal", "egenkontroll",
    "kurs",
)
"""The parts of the frame that a fragment can be about."""
STEG = ("rettelse", "underversjon", "hovedversjon")
"""The version steps, smallest first: patch, minor and major (https://semver.org)."""


@dataclass(frozen=True, slots=True)
class Arsak:
    """One reason for a change; which fields are filled follows from ``type``.

    Attributes:
        type: ``ny kunnskap``, ``ny lov``, ``høringsinnspill``, ``erfaring``, ``feil rettet``
            or ``annet``.
        kilder: keys of the sources that bring new knowledge.
        innspill: ids of the hearing comments that are answered.
    """

    type: str
    kilder: tuple[str, ...] = ()
    lov: str = ""
    paragraf: str = ""
    dato: str = ""
    innspill: tuple[str, ...] = ()
    tekst: str = ""


@dataclass(frozen=True, slots=True)
class Endring:
    """A change fragment: what was changed, why, and who decided it.

    Attributes:
        fil: the fragment's file name; empty until it is read from a file.
        anbefalinger: ids concerned, where the kind does not lead from ids to ids.
        ramme: parts of the frame concerned (see ``RAMME``).
        vesentlig: whether the professional content was assessed and changed.
        i_stedet: ids that readers of a withdrawn recommendation are led to.
        grunn: why it was withdrawn, for those who come by its old address.
        uten_horing: why a substantive change was not heard, or needs no new hearing.
        oppgaver: the review tasks (ids) that the change answers.
    """

    slag: str
    hva: str
    hvorfor: tuple[Arsak, ...]
    besluttet_av: str
    besluttet_dato: str
    vesentlig: bool = False
    anbefalinger: tuple[str, ...] = ()
    ramme: tuple[str, ...] = ()
    fra: tuple[str, ...] = ()
    til: tuple[str, ...] = ()
    i_stedet: tuple[str, ...] = ()
    grunn: str = ""
    uten_horing: str = ""
    oppgaver: tuple[str, ...] = ()
    fil: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """Every recommendation concerned, each once."""
        return tuple(dict.fromkeys((*self.anbefalinger, *self.fra, *self.til)))


@dataclass(frozen=True, slots=True)
class EndretAnbefaling:
    """A recommendation that a release brought, changed or took out.

    Attributes:
        slag: ``ny``, ``endret`` or ``tatt ut``: what the comparison shows, whatever was declared.
        felt: the fields that differ, dotted, without places in lists.
        endringer: file names of the fragments that tell of it.
    """

    id: str
    slag: str
    felt: tuple[str, ...] = ()
    endringer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EndretRamme:
    """A part of the frame that a release changed, and the posts in it."""

    navn: str
    nye: tuple[str, ...] = ()
    endret: tuple[str, ...] = ()
    fjernet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TattUt:
    """A tombstone: a recommendation that no longer applies, and where to go instead."""

    id: str
    tittel: str
    kapittel: str
    slag: str
    dato: str
    grunn: str
    i_stedet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Utgave:
    """A release as ``release.yml`` tells it.

    Attributes:
        forrige: the version before; empty for the first.
        steg: how much changed (see ``STEG``); empty for the first.
    """

    versjon: str
    dato: str
    forrige: str = ""
    steg: str = ""
    endringer: tuple[Endring, ...] = ()
    anbefalinger: tuple[EndretAnbefaling, ...] = ()
    ramme: tuple[EndretRamme, ...] = ()
    tatt_ut: tuple[TattUt, ...] = ()
