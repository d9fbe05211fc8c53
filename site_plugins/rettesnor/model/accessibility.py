"""What is known of how accessible the site is: the results of the tests, as they were run.

Field names are those of ``schema/accessibility.schema.json``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that tested, and its version."""

    navn: str
    versjon: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What one test found wrong with a page.

    Attributes:
        prove: id of the test.
        regel: the rule that was broken, as the test names it.
        antall: how many times.
    """

    prove: str
    regel: str
    antall: int


@dataclass(frozen=True, slots=True)
class PageResult:
    """A page that stands for its kind.

    Attributes:
        slag: the kind.
        sprak: the language of the tree it lies in (BCP 47).
        adresse: relative to the site's root.
        feil: what was found; empty when every test was passed.
    """

    slag: str
    sprak: str
    adresse: str
    feil: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class ManualTest:
    """A test that people made: when, what was tried, and the result of it."""

    dato: str
    hva: str
    resultat: str


@dataclass(frozen=True, slots=True)
class AccessibilityReport:
    """The results of one run of the tests, and what people added.

    Attributes:
        dato: the day of the run (ISO 8601).
        prover: ids of the tests that every page in ``sider`` was put to.
        bredder: widths of the window (CSS px) that axe-core looked at.
        utseender: looks that axe-core looked at: ``lyst``, ``mørkt``.
        mangler: known shortcomings, written by people.
        manuelt: tests that people made.
        epost: where a reader can report a barrier; empty when the owner has given no address.
        erklaering: address of the owner's official declaration; empty when there is none.
    """

    dato: str
    prover: tuple[str, ...]
    bredder: tuple[int, ...]
    utseender: tuple[str, ...]
    verktoy: tuple[Tool, ...]
    sider: tuple[PageResult, ...]
    mangler: tuple[str, ...] = ()
    manuelt: tuple[ManualTest, ...] = ()
    epost: str = ""
    erklaering: str = ""
