"""Setting rules aside in a file, by code and with a reason.

A suppression is written in ``unntak`` of the file that it works in. One that names no rule, or
that silences nothing, is itself a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rettesnor.model.problem import Code, Problem, Suppression
from rettesnor.model.translation import source_path
from rettesnor.reading.checks.checked_content import CheckedContent
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.schema.readable_part import overlap

CODES = (
    Code("unntak-ukjent", "Et unntak gjelder en kode som ikke finnes.", suppressible=False),
    Code("unntak-ubrukt", "Et unntak trengs ikke.", suppressible=False),
    Code(
        "unntak-ikke-lov", "Et unntak gjelder en kode det ikke kan gjøres unntak fra.",
        suppressible=False,
    ),
)
"""The codes of what is found here."""


def apply(
    problems: Sequence[Problem], content: CheckedContent, codes: Mapping[str, Code]
) -> tuple[list[Problem], list[Suppression]]:
    """Return the problems left after suppression, sorted, and every suppression there is.

    A translation holds no suppressions: those of its source hold for it as well.

    Whether a suppression is needed is only reported when everything could be read: a rule that
    could not run may be the one it is for.

    Args:
        codes: all codes by name.
    """
    met = {(source_path(problem.path), problem.code) for problem in problems}
    readable = content.guideline is not None and all(entry.sound for entry in content.entries)
    silenced: set[tuple[str, str]] = set()
    suppressions: list[Suppression] = []
    complaints: list[Problem] = []
    for path, unreadable in content.unreadable.items():
        if overlap(("unntak",), unreadable):
            document = content.documents.get(path) or content.open_document(path)
            silenced |= {(path, code) for code in _perhaps_meant(document, codes)}
    for document in _documents(content):
        for index, item in enumerate(document.data["unntak"]):
            key = document.path, item["kode"]
            used = _suppressible(item["kode"], codes) and key in met - silenced
            line, _ = document.place(("unntak", index, "kode"))
            suppressions.append(Suppression(document.path, line, item["kode"], item["grunn"], used))
            if not used:
                complaints.append(_complaint(document, index, codes, again=key in silenced))
            else:
                silenced.add(key)
    if not readable:
        complaints = [complaint for complaint in complaints if complaint.code != "unntak-ubrukt"]
    left = [p for p in problems if (source_path(p.path), p.code) not in silenced]
    return sorted(left + complaints), suppressions


def _suppressible(code: str, codes: Mapping[str, Code]) -> bool:
    return code in codes and codes[code].suppressible


def _perhaps_meant(document: Document, codes: Mapping[str, Code]) -> Iterator[str]:
    """Yield the codes that ``unntak`` of a file may be about, when it could not be read whole.

    What they would silence is not reported: it may be gone once ``unntak`` is right.
    """
    items = document.data.get("unntak")
    written = items if isinstance(items, list) else []
    named = [item.get("kode") for item in written if isinstance(item, dict)]
    known = [code for code in named if isinstance(code, str) and code in codes]
    if len(known) == len(written) > 0:
        yield from known
    else:
        yield from (code for code in codes if _suppressible(code, codes))


def _documents(content: CheckedContent) -> Iterator[Document]:
    """Yield the files that hold suppressions."""
    for document in content.documents.values():
        broken = overlap(("unntak",), content.unreadable.get(document.path, ()))
        if isinstance(document.data, dict) and document.data.get("unntak") and not broken:
            yield document
    for entry in content.entries:
        if entry.unntak and not overlap(("unntak",), entry.unreadable):
            yield content.open_document(entry.path)


def _complaint(
    document: Document, index: int, codes: Mapping[str, Code], *, again: bool
) -> Problem:
    """Return what is wrong with a suppression that silences nothing."""
    pointer = ("unntak", index, "kode")
    code = document.data["unntak"][index]["kode"]
    if code not in codes:
        names = Names(name for name, known in codes.items() if known.suppressible)
        return document.problem(
            "unntak-ukjent", pointer, f"Ingen regel har koden «{code}».",
            names.suggestion(code, "Koden står i klammer bak problemet i rapporten."),
        )
    if not _suppressible(code, codes):
        return document.problem(
            "unntak-ikke-lov", pointer, f"Det kan ikke gjøres unntak fra «{code}».",
            "Rett feilen i stedet, og slett unntaket.",
        )
    why = "Det står lenger oppe i fila også." if again else "Fila bryter ikke regelen."
    return document.problem(
        "unntak-ubrukt", pointer, f"Unntaket fra «{code}» trengs ikke.", f"{why} Slett unntaket."
    )
