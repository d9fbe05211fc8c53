"""From a reading to the entry that the rest of the guideline sees, and to a row for storage."""

from __future__ import annotations

from typing import Any

from rettesnor.model.entry import Entry, PlacedReference
from rettesnor.model.problem import Problem, Severity
from rettesnor.model.prose import Reference
from rettesnor.model.recommendation import Datoer, Lovhenvisning, Unntak
from rettesnor.model.sections import anchors
from rettesnor.reading.recommendation import Reading

Row = tuple[Any, ...]
"""An entry as nested tuples of plain values: quick to marshal."""


def summarise(reading: Reading, path: str, digest: str, kapittel: str, id_: str) -> Entry:
    """Return the entry of ``reading``; ``id_`` is the file's name without its ending."""
    r = reading.recommendation
    if r is None:
        return Entry(path, digest, kapittel, id_, sound=False, problems=reading.problems)
    blocks = tuple(a for fragment in reading.fragments.values() for a in fragment.anchors)
    return Entry(
        path, digest, kapittel, r.id, True, r.tittel, r.kort_anbefaling, r.styrke, r.status,
        r.maalgrupper, r.skoleslag, r.faser, r.se_ogsaa, r.datoer,
        tuple(finding.kilde for finding in r.kunnskapsgrunnlag.forskning),
        r.juridiske_rammer.referanser,
        tuple(
            PlacedReference(name, reference)
            for name, fragment in reading.fragments.items()
            for reference in fragment.references
        ),
        anchors(r) + blocks, r.unntak, reading.problems,
    )


def to_row(entry: Entry) -> Row:
    """Return ``entry`` as a row."""
    e = entry
    return (
        e.path, e.digest, e.kapittel, e.id, e.sound, e.tittel, e.kort_anbefaling, e.styrke,
        e.status, e.maalgrupper, e.skoleslag, e.faser, e.se_ogsaa,
        (e.datoer.publisert, e.datoer.faglig_oppdatert, e.datoer.neste_gjennomgang),
        e.kilder,
        tuple((x.lov, x.paragraf, x.hvorfor, x.hjemmel) for x in e.lovhenvisninger),
        tuple(
            (p.field, r.kind, r.target, r.detail, r.text, r.line, r.column)
            for p in e.references
            for r in (p.reference,)
        ),
        e.anchors, tuple((x.kode, x.grunn) for x in e.unntak),
        tuple(
            (x.path, x.line, x.column, x.code, x.message, x.hint, x.severity.value)
            for x in e.problems
        ),
    )


def from_row(row: Row) -> Entry:
    """Return the entry that ``row`` was made from."""
    values: tuple[Any, ...] = (
        *row[:13], Datoer(*row[13]), row[14],
        tuple(Lovhenvisning(*x) for x in row[15]),
        tuple(PlacedReference(x[0], Reference(*x[1:])) for x in row[16]),
        row[17], tuple(Unntak(*x) for x in row[18]),
        tuple(_problem(*x) for x in row[19]),
    )
    return Entry(*values)


def _problem(
    path: str, line: int, column: int, code: str, message: str, hint: str, severity: str
) -> Problem:
    return Problem(path, line, column, code, message, hint, Severity(severity))
