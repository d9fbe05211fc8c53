"""Self-checks as files: to fill in, and what came of them as tables and Word documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rettesnor.exports.documents.word_tables import grid, saved
from rettesnor.exports.workbook import workbook
from rettesnor.model.convert import to_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.self_check_sheet import (
    CLOSED,
    Ark,
    Compared,
    Counted,
    Kontrollfunn,
    questions,
)

_UNDATED = "1980-01-01"
"""When a comparison without a day says that it was made."""
_WIDTHS = (22, 28, 60, 40, 14, 40, 30, 40, 40, 24, 12, 10, 12, 30, 24)


def sheet_data(sheet: Ark) -> dict[str, Any]:
    """Return a sheet as plain data, the facts first."""
    data = to_data(sheet)
    first = ("egenkontroll", "retningslinje", "versjon", "nivaa", "sprak", "virksomhet",
             "fylt_ut_av", "dato", "samtykke")
    return {
        **{name: data[name] for name in first if name in data},
        **{name: value for name, value in data.items() if name not in first},
    }


def sheet_json(sheet: Ark) -> bytes:
    """Return a sheet as JSON, which the page of the self-check opens."""
    return (json.dumps(sheet_data(sheet), ensure_ascii=False, indent=1) + "\n").encode()


def sheet_workbook(
    sheet: Ark, guideline: Guideline, columns: Sequence[str], facts: dict[str, str]
) -> bytes:
    """Return a sheet as a workbook to fill in.

    Args:
        columns: the names of the columns.
        facts: the rows that say whose it is: the id of each, and the field that it is of.
    """
    check, data = guideline.egenkontroll, to_data(sheet)
    about = {
        "#virksomhet": "Virksomhet", "#fylt-ut-av": "Fylt ut av (rolle, ikke navn)",
        "#dato": "Dato (ÅÅÅÅ-MM-DD)", "#samtykke": "Kan svarene samles med andres? (ja eller nei)",
        "#retningslinje": "Retningslinje", "#versjon": "Versjon", "#nivaa": "Nivå",
        "#sprak": "Språk",
    }
    rows = [
        [id_, "", about[id_], "", _fact(data.get(field, "")), *[""] * (len(columns) - 5)]
        for id_, field in facts.items()
    ]
    known = questions(check, sheet.nivaa)
    names = {one.id: one.navn for one in check.svarskala}
    choices = " / ".join(one.navn for one in check.svarskala)
    by_question: dict[str, list[Kontrollfunn]] = {}
    for found in sheet.funn:
        by_question.setdefault(found.kriterium, []).append(found)
    for one in sheet.svar:
        duty, question = known.get(one.sporsmaal, (None, None))
        hint = f"{question.hjelp} ({choices})".strip() if question else choices
        own = by_question.pop(one.sporsmaal, [])
        rows.append([
            one.sporsmaal, duty.tittel if duty else "", one.ordlyd, hint,
            names.get(one.svar, one.svar), one.merknad, one.dokumentasjon,
            *_finding(own[0] if own else None),
        ])
        rows += [[one.sporsmaal, *[""] * 6, *_finding(found)] for found in own[1:]]
    rows += [
        [id_, *[""] * 6, *_finding(found)] for id_, left in by_question.items() for found in left
    ]
    level = check.level(sheet.nivaa)
    return workbook(
        columns, rows, sheet="Egenkontroll", widths=_WIDTHS,
        title=f"Egenkontroll: {level.navn if level else sheet.nivaa}",
    )


def _fact(value: object) -> str:
    return "" if value in ("", None) else "ja" if value is True else str(value)


def _finding(found: Kontrollfunn | None) -> list[str]:
    if found is None:
        return [""] * 8
    status = "lukket" if found.status == CLOSED else "åpen"
    return [found.funn, found.tiltak, found.ansvarlig, found.frist, status, found.lukket,
            found.merknad, found.id]


def comparison_lines(last: Ark, this: Ark, rows: Sequence[Compared]) -> Iterator[str]:
    """Yield a comparison as lines of text."""
    yield f"Egenkontroll for {this.virksomhet or 'virksomheten'}, nivået «{this.nivaa}»"
    yield f"Sist: {last.dato or 'uten dato'}, versjon {last.versjon}. " \
          f"Nå: {this.dato or 'uten dato'}, versjon {this.versjon}."
    duty = None
    for row in rows:
        if row.duty != duty:
            duty = row.duty
            yield ""
            yield duty or "Ikke med lenger"
        yield f"  {_mark(row)} {row.words}"
        if row.then_words:
            yield f"      Sist sto det: {row.then_words}"
        yield f"      Sist: {row.then or 'ikke besvart'}. Nå: {row.now or 'ikke besvart'}. " \
              f"({row.kind})"
    yield ""
    yield summary(rows)


def summary(rows: Sequence[Compared]) -> str:
    """Return how many answers are better, worse and the same, in a sentence."""
    counts = {kind: sum(row.kind == kind for row in rows) for kind in
              ("bedre", "dårligere", "som sist", "nytt spørsmål", "ny ordlyd")}
    several = {"nytt spørsmål": "nye spørsmål", "ny ordlyd": "med ny ordlyd"}
    return ", ".join(
        f"{number} {kind if number == 1 else several.get(kind, kind)}"
        for kind, number in counts.items()
    ) + "."


def _mark(row: Compared) -> str:
    return {"bedre": "▲", "dårligere": "▼", "som sist": "="}.get(row.kind, "·")


def comparison_document(
    title: str, last: Ark, this: Ark, rows: Sequence[Compared]
) -> bytes:
    """Return a comparison, with what is to be followed up, as a Word document."""
    document = _document(f"Egenkontroll: {title}")
    document.add_paragraph(
        f"{this.virksomhet or 'Virksomheten'}. Sist: {last.dato or 'uten dato'} (versjon "
        f"{last.versjon}). Nå: {this.dato or 'uten dato'} (versjon {this.versjon})."
    )
    document.add_paragraph(summary(rows))
    duty = None
    table: Any = None
    for row in rows:
        if row.duty != duty:
            duty = row.duty
            document.add_heading(duty or "Spørsmål som ikke er med lenger", 2)
            table = grid(document, ("Spørsmål", "Sist", "Nå", "Utvikling"))
        words = f"{row.words} (sist: «{row.then_words}»)" if row.then_words else row.words
        _row(table, (words, row.then or "ikke besvart", row.now or "ikke besvart",
                     f"{_mark(row)} {row.kind}"))
    if this.funn:
        document.add_heading("Oppfølging av funn", 2)
        table = grid(document, ("Funn", "Tiltak", "Ansvarlig rolle", "Frist", "Status"))
        for one in this.funn:
            status = f"lukket {one.lukket}".strip() if one.status == CLOSED else "åpen"
            _row(table, (one.funn or one.kriterium, one.tiltak, one.ansvarlig, one.frist, status))
    return saved(document, this.dato or _UNDATED)


def _document(title: str) -> Any:
    from docx import Document  # late: its import takes long

    document = Document()
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.language = "nb-NO"
    document.add_heading(title, 1)
    return document


def _row(table: Any, texts: Sequence[str]) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        cell.text = text


def collected_workbook(
    guideline: Guideline, title: str, rows: Sequence[Counted], sheets: int, least: int
) -> bytes:
    """Return what many answered: per question and per duty, how many chose each answer.

    Args:
        sheets: how many sheets there are.
        least: see ``model.self_check_sheet.collect``; 0 when nothing was left out.
    """
    scale = guideline.egenkontroll.svarskala
    heads = ["Plikt", "Spørsmål", "Besvart", *(one.navn for one in scale), "Andel oppfylt (%)"]
    hidden = f"færre enn {least}"
    made = [
        [
            row.duty.tittel, row.question.ordlyd if row.question else "Alle spørsmålene",
            str(row.answered),
            *((hidden if row.suppressed else str(row.counts.get(one.id, 0))) for one in scale),
            hidden if row.suppressed else "" if row.share is None else str(row.share),
        ]
        for row in rows
    ]
    made.append([
        "", f"{sheets} egenkontroller er samlet, fra versjon {guideline.versjon} av retningslinja."
        + (f" Der et svar er valgt av færre enn {least}, vises ingen av tallene." if least else ""),
        *[""] * (len(heads) - 2),
    ])
    return workbook(
        heads, made, sheet="Samlet", title=f"Egenkontroll: {title}",
        widths=(28, 60, 10, *(14 for _ in scale), 18),
    )
