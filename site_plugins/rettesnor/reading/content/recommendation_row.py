"""From a reading to the entry that the rest of the guideline sees, and to a row for storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import starmap
from typing import Any

from rettesnor.model.legal_basis import Kontrollgrunnlag, Rettsgrunnlag
from rettesnor.model.plain import source_digests
from rettesnor.model.problem import Problem, Severity
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Datoer, Lovhenvisning, Recommendation, Steg, Unntak
from rettesnor.model.recommendation_entry import Entry, PlacedReference, StatedStrength, placed
from rettesnor.model.sections import anchors, main_anchors
from rettesnor.reading.content.recommendation import Reading
from rettesnor.reading.content.stated_strength import stated_strengths

Row = tuple[Any, ...]
"""An entry as nested tuples of plain values: quick to marshal."""


def summarise(reading: Reading, path: str, digest: str, kapittel: str, id_: str) -> Entry:
    """Return the entry of ``reading``; ``id_`` is the file's name without its ending."""
    partial = reading.partial
    r = partial.recommendation if partial else reading.recommendation
    if r is None:
        return Entry(path, digest, kapittel, id_, sound=False, problems=reading.problems)
    fragments = partial.fragments if partial else reading.fragments
    return Entry(
        path, digest, kapittel, r.id or id_, partial is None, r.tittel, r.kort_anbefaling, r.styrke,
        r.status, r.maalgrupper, r.faser, r.se_ogsaa, r.datoer,
        tuple(finding.kilde for finding in r.kunnskapsgrunnlag.forskning),
        r.juridiske_rammer.referanser,
        tuple(
            placed(name, reference)
            for name, fragment in fragments.items()
            for reference in fragment.references
        ),
        places(r, fragments), r.unntak, reading.problems, steps(r, fragments),
        partial.unreadable if partial else (), r.dimensjoner,
        main_anchors(r), stated(fragments), done(r), source_digests(r),
        r.svarer_paa, r.kontrollsporsmaal, r.kontrollgrunnlag,
    )


def done(r: Recommendation) -> tuple[tuple[str, str], ...]:
    """Return pointer and day of what ``r`` says was done on a day, besides its own dates."""
    search = r.kunnskapsgrunnlag.kunnskapssok
    days = [
        (f"begrunnelse.vurderinger.{index}.dato", one.dato)
        for index, one in enumerate(r.begrunnelse.vurderinger)
    ]
    days.append(("kunnskapsgrunnlag.kunnskapssok.dato", search.dato if search else ""))
    return tuple((name, day) for name, day in days if day)


def stated(fragments: Mapping[str, Fragment]) -> tuple[StatedStrength, ...]:
    """Return where ``fragments`` name the strength that they lead to."""
    return tuple(
        StatedStrength(name, word)
        for name, fragment in fragments.items()
        for word in stated_strengths(fragment.text)
    )


def places(r: Recommendation, fragments: Mapping[str, Fragment]) -> str:
    """Return the ids that links into the page of ``r``, whose prose is ``fragments``, may use."""
    blocks = [anchor for fragment in fragments.values() for anchor in fragment.anchors]
    return "\n".join((*anchors(r), *blocks))


def steps(r: Recommendation, fragments: Mapping[str, Fragment]) -> tuple[Steg, ...]:
    """Return the steps of ``r``, whose prose is ``fragments``, with what is done as plain text."""
    return tuple(
        replace(step, hva=fragment.text if fragment else "")
        for index, step in enumerate(r.praktisk_gjennomforing.steg)
        for fragment in (fragments.get(f"praktisk_gjennomforing.steg.{index}.hva"),)
    )


def to_row(entry: Entry) -> Row:
    """Return ``entry`` as a row."""
    e = entry
    return (
        e.path, e.digest, e.kapittel, e.id, e.sound, e.tittel, e.kort_anbefaling, e.styrke,
        e.status, e.maalgrupper, e.faser, e.se_ogsaa,
        (e.datoer.publisert, e.datoer.faglig_oppdatert, e.datoer.neste_gjennomgang),
        e.kilder,
        tuple((x.lov, x.paragraf, x.hvorfor, x.hjemmel) for x in e.lovhenvisninger),
        tuple(map(tuple, e.references)),
        e.anchors, tuple((x.kode, x.grunn) for x in e.unntak),
        tuple(map(problem_row, e.problems)), tuple(map(step_row, e.steg)), e.unreadable,
        dict(e.dimensjoner), e.deler, tuple(map(tuple, e.nevnte_styrker)), e.skjedde,
        dict(e.sjekksummer), e.svarer_paa, e.kontrollsporsmaal,
        tuple(
            (one.sporsmaalet, tuple((law.lov, law.paragraf) for law in one.rettsgrunnlag))
            for one in e.kontrollgrunnlag
        ),
    )


def from_row(row: Row) -> Entry:
    """Return the entry that ``row`` was made from."""
    values: tuple[Any, ...] = (
        *row[:12], Datoer(*row[12]), row[13],
        tuple(starmap(Lovhenvisning, row[14])),
        tuple(map(PlacedReference._make, row[15])),
        row[16], tuple(starmap(Unntak, row[17])),
        tuple(map(problem_from, row[18])), tuple(starmap(Steg, row[19])), *row[20:23],
        tuple(map(StatedStrength._make, row[23])), *row[24:28],
        tuple(
            Kontrollgrunnlag(question, tuple(starmap(Rettsgrunnlag, laws)))
            for question, laws in row[28]
        ),
    )
    return Entry(*values)


def problem_row(problem: Problem) -> Row:
    """Return a problem as a row."""
    p = problem
    return (p.path, p.line, p.column, p.code, p.message, p.hint, p.severity.value, p.field)


def problem_from(row: Row) -> Problem:
    """Return the problem that ``row`` was made from."""
    path, line, column, code, message, hint, severity, field = row
    return Problem(path, line, column, code, message, hint, Severity(severity), field)


def step_row(step: Steg) -> Row:
    """Return a step as a row."""
    return (step.hvem, step.hva, step.naar, step.naar_i_lov, step.roller)
