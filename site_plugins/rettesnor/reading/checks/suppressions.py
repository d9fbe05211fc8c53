"""Setting rules aside in a file, by code and with a reason.

A suppression is written where it works, in the file's own ``unntak``, and it is itself held to
account: one that names no rule, or that silences nothing, is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rettesnor.model.problem import Problem, Suppression
from rettesnor.model.translation import source_path
from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.checks.project import Whole
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.did_you_mean import Names

_NAMES = Names(code for code, known in CODES.items() if known.suppressible)


def apply(
    problems: Sequence[Problem], whole: Whole
) -> tuple[list[Problem], list[Suppression]]:
    """Return the problems left after suppression, sorted, and every suppression there is.

    A translation holds no suppressions: those of its source hold for it as well.

    Whether a suppression is needed is only said when everything could be read: a rule that
    could not run may be the one it is for.
    """
    met = {(source_path(problem.path), problem.code) for problem in problems}
    readable = whole.guideline is not None and all(entry.sound for entry in whole.entries)
    silenced: set[tuple[str, str]] = set()
    suppressions: list[Suppression] = []
    complaints: list[Problem] = []
    for document in _documents(whole):
        for index, item in enumerate(document.data["unntak"]):
            key = document.path, item["kode"]
            used = _suppressible(item["kode"]) and key in met - silenced
            line, _ = document.place(("unntak", index, "kode"))
            suppressions.append(Suppression(document.path, line, item["kode"], item["grunn"], used))
            if not used:
                complaints.append(_complaint(document, index, again=key in silenced))
            else:
                silenced.add(key)
    if not readable:
        complaints = [complaint for complaint in complaints if complaint.code != "unntak-ubrukt"]
    left = [p for p in problems if (source_path(p.path), p.code) not in silenced]
    return sorted(left + complaints), suppressions


def _suppressible(code: str) -> bool:
    return code in CODES and CODES[code].suppressible


def _documents(whole: Whole) -> Iterator[Document]:
    """Yield the files that hold suppressions."""
    for document in whole.documents.values():
        if isinstance(document.data, dict) and document.data.get("unntak"):
            yield document
    for entry in whole.entries:
        if entry.unntak:
            yield whole.open_document(entry.path)


def _complaint(document: Document, index: int, *, again: bool) -> Problem:
    """Return what is wrong with a suppression that silences nothing."""
    pointer = ("unntak", index, "kode")
    code = document.data["unntak"][index]["kode"]
    if code not in CODES:
        return document.problem(
            "unntak-ukjent", pointer, f"Ingen regel har koden «{code}».",
            _NAMES.mend(code, "Koden står i klammer bak problemet i rapporten."),
        )
    if not _suppressible(code):
        return document.problem(
            "unntak-ikke-lov", pointer, f"Det kan ikke gjøres unntak fra «{code}».",
            "Rett feilen i stedet, og slett unntaket.",
        )
    why = "Det står lenger oppe i fila også." if again else "Fila bryter ikke regelen."
    return document.problem(
        "unntak-ubrukt", pointer, f"Unntaket fra «{code}» trengs ikke.", f"{why} Slett unntaket."
    )
