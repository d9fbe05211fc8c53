"""What the rest of the guideline needs to know of one recommendation, without its prose."""

from __future__ import annotations

from dataclasses import dataclass

from rettesnor.model.problem import Problem
from rettesnor.model.prose import Reference
from rettesnor.model.recommendation import Datoer, Lovhenvisning, Unntak


@dataclass(frozen=True, slots=True)
class PlacedReference:
    """A reference and the text field (dotted pointer) it stands in."""

    field: str
    reference: Reference


@dataclass(frozen=True, slots=True)
class Entry:
    """A recommendation at a glance: small enough to hold ten thousand of them in memory.

    Attributes:
        path: the file, relative to the root.
        digest: SHA-256 of the file's bytes, hexadecimal.
        sound: whether the file holds a recommendation; when not, only ``path``, ``kapittel``,
            ``id`` (from the file's name) and ``problems`` say anything.
        anchors: ids that links into the page may use.
        references: every reference in prose.
        kilder: keys of the sources under ``kunnskapsgrunnlag.forskning``, in order.
        lovhenvisninger: the structured legal references, in order.
        forskning_vurdert: whether evidence is given or said not to be assessed.
        problems: what is wrong with the file by itself, before suppression.
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
    skoleslag: tuple[str, ...] = ()
    faser: tuple[str, ...] = ()
    se_ogsaa: tuple[str, ...] = ()
    datoer: Datoer = Datoer()
    kilder: tuple[str, ...] = ()
    lovhenvisninger: tuple[Lovhenvisning, ...] = ()
    references: tuple[PlacedReference, ...] = ()
    anchors: tuple[str, ...] = ()
    unntak: tuple[Unntak, ...] = ()
    problems: tuple[Problem, ...] = ()
