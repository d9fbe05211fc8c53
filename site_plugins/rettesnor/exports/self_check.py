"""Self-checks as files: to fill in, and what came of them as tables and Word documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rettesnor.exports.documents.word_tables import grid, new_document, saved
from rettesnor.exports.workbook import workbook
from rettesnor.model.convert import to_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.self_check_sheet import (
    CLOSED,
    COLUMNS,
    CONSENT,
    FACTS,
    STATES,
    WIDTHS,
    Ark,
    Compared,
    Counted,
    Kontrollfunn,
    fact_field,
    questions,
)

_UNDATED = "1980-01-01"
"""When a comparison without a day says that it was made."""
Say = Callable[[str], str]


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


def sheet_workbook(sheet: Ark, guideline: Guideline, say: Say) -> bytes:
    """Return a sheet as a workbook to fill in; ``say`` translates its headings."""
    check = guideline.egenkontroll
    known = questions(check, sheet.nivaa)
    names = {one.id: one.navn for one in check.svarskala}
    titles = criteria_titles(guideline)
    choices = " / ".join(one.navn for one in check.svarskala)
    by_question: dict[str, list[Kontrollfunn]] = {}
    for found in sheet.funn:
        by_question.setdefault(found.kriterium, []).append(found)
    rows = [
        {"id": id_, "ordlyd": say(text), "svar": _fact(getattr(sheet, fact_field(id_)), say)}
        for id_, text in FACTS.items()
    ]
    for one in sheet.svar:
        duty, question = known.get(one.sporsmaal, (None, None))
        own = by_question.pop(one.sporsmaal, [])
        rows.append({
            "id": one.sporsmaal, "plikt": duty.tittel if duty else "", "ordlyd": one.ordlyd,
            "hjelp": f"{question.hjelp} ({choices})".strip() if question else choices,
            "kriterier": "; ".join(_named(question.kriterier, titles)) if question else "",
            "svar": names.get(one.svar, one.svar), "merknad": one.merknad,
            "dokumentasjon": one.dokumentasjon, **(_finding(own[0], say) if own else {}),
        })
        rows += [{"id": one.sporsmaal, **_finding(found, say)} for found in own[1:]]
    rows += [
        {"id": id_, **_finding(found, say)} for id_, left in by_question.items() for found in left
    ]
    level = check.level(sheet.nivaa)
    return workbook(
        [say(text) for text in COLUMNS.values()],
        [[row.get(field, "") for field in COLUMNS] for row in rows],
        sheet=say("Egenkontroll"), widths=WIDTHS,
        title=f"{say('Egenkontroll')}: {level.navn if level else sheet.nivaa}",
    )


def criteria_titles(guideline: Guideline) -> dict[str, str]:
    """Return what the criteria for audit are called, by their ids."""
    return {one.id: one.tittel for one in guideline.tilsyn.kriterier}


def _named(ids: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    return [titles.get(id_, id_) for id_ in ids]


def _fact(value: str | bool, say: Say) -> str:
    if isinstance(value, bool):
        return say(CONSENT[value]) if value else ""  # nobody has said no
    return value


def _finding(found: Kontrollfunn, say: Say) -> dict[str, str]:
    data = to_data(found)
    return {
        **{field: data.get(field.removeprefix("funn."), "") for field in COLUMNS
           if field.startswith("funn.")},
        "funn.status": say(STATES[found.status]),
    }


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
    title: str, last: Ark, this: Ark, rows: Sequence[Compared], criteria: Mapping[str, str]
) -> bytes:
    """Return a comparison, with what is to be followed up, as a Word document.

    Args:
        criteria: what the criteria for audit are called, by their ids.
    """
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
            table = grid(document, ("Spørsmål", "Sist", "Nå", "Utvikling"), (6, 2, 2, 3))
        words = f"{row.words} (sist: «{row.then_words}»)" if row.then_words else row.words
        words += "".join(f"\nKriterium: {one}" for one in _named(row.criteria, criteria))
        _row(table, (words, row.then or "ikke besvart", row.now or "ikke besvart",
                     f"{_mark(row)} {row.kind}"))
    if this.funn:
        document.add_heading("Oppfølging av funn", 2)
        table = grid(
            document, ("Funn", "Tiltak", "Ansvarlig rolle", "Frist", "Status"), (4, 4, 3, 2, 2)
        )
        for one in this.funn:
            status = f"lukket {one.lukket}".strip() if one.status == CLOSED else "åpen"
            _row(table, (one.funn or one.kriterium, one.tiltak, one.ansvarlig, one.frist, status))
    return saved(document, this.dato or _UNDATED)


def _document(title: str) -> Any:
    document = new_document(title, "nb-NO")
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
    titles = criteria_titles(guideline)
    heads = ["Plikt", "Spørsmål", "Kriterier for tilsyn", "Besvart",
             *(one.navn for one in scale), "Andel oppfylt (%)"]
    hidden = f"færre enn {least}"
    made = [
        [
            row.duty.tittel, row.question.ordlyd if row.question else "Alle spørsmålene",
            "; ".join(_named(row.question.kriterier, titles)) if row.question else "",
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
        widths=(28, 60, 28, 10, *(14 for _ in scale), 18),
    )
