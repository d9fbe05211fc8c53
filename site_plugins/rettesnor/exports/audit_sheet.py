"""Criteria for audit as files: the checklist, the empty sheet for a sample, and the report."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from rettesnor.exports.documents.reproducible_zip import repacked
from rettesnor.exports.documents.word_tables import grid, new_document, saved
from rettesnor.exports.workbook import cell_text, uniform, workbook
from rettesnor.model.audit import IN_FOLDERS, Kriterium, Tilsyn
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import Guideline
from rettesnor.model.legal_basis import Rettsgrunnlag
from rettesnor.model.sampling import (
    ANSWERS,
    ASSESSED,
    IRRELEVANT,
    NO,
    PARTLY,
    UNANSWERED,
    YES,
    Column,
    Sheet,
    Sums,
    columns,
    sums,
)
from rettesnor.model.spreadsheet_cell import guarded

Say = Callable[[str], str]
WORDS: Mapping[str, str] = {
    YES: N_("Ja"), PARTLY: N_("Delvis"), NO: N_("Nei"), IRRELEVANT: N_("Ikke relevant"),
    UNANSWERED: N_("Ikke vurdert"),
}
"""The answers as readers see them."""
HIDDEN = "–"
"""What stands for a number that is not shown."""
FOLDER = N_("Mappe")
_PLACES = {IN_FOLDERS: N_("Hver mappe"), "virksomhet": N_("Virksomheten")}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the files are about, and in which language.

    Attributes:
        version: the version of the guideline, as the files name it to readers.
        stamp: the same for programs, whatever the language: ``1.0.0``, or ``1.0.0+`` for what is
            being written after it.
        titles: the titles of the recommendations by id.
        say: translates a text.
    """

    guideline: Guideline
    version: str
    stamp: str
    titles: Mapping[str, str]
    say: Say
    language: str = "nb"

    @property
    def audit(self) -> Tilsyn:
        """The criteria."""
        return self.guideline.tilsyn

    def named(self, ground: Rettsgrunnlag) -> str:
        """Return a section with the short name of its law."""
        law = next((one for one in self.guideline.lover if one.id == ground.lov), None)
        return f"{law.korttittel if law else ground.lov} {ground.paragraf}"

    def basis(self, criterion: Kriterium) -> str:
        """Return what a criterion follows from, in one line."""
        found = [self.named(one) for one in criterion.rettsgrunnlag]
        found += [
            self.say("anbefalingen «{title}»").format(
                title=self.titles.get(one.anbefaling, one.anbefaling)
            )
            for one in criterion.fra_anbefalinger
        ]
        return "; ".join(dict.fromkeys(found))

    def source(self) -> str:
        """Return what the criteria are taken from."""
        return f"{self.guideline.tittel}, {self.version[:1].lower()}{self.version[1:]}"


def checklist_rows(setting: Setting) -> tuple[list[str], list[list[str]]]:
    """Return the heads and the rows of the checklist: a row for each question."""
    _ = setting.say
    heads = [
        _("Gruppe"), _("Kriterium"), _("Krav eller forventning"), _("Spørsmål"), _("Grunnlag"),
        _("Slik ses det"), _("Minst dokumentert"), _("Ses i"), _("Nivå"), _("Svar"), _("Merknad"),
    ]
    levels = {one.id: one.navn for one in setting.audit.nivaaer}
    rows = []
    for group, criteria in setting.audit.grouped():
        for one in criteria:
            asked = [f"{part.navn}: {part.sporsmaal}" for part in one.deler] or [one.sporsmaal]
            rows += [
                [
                    group.navn if group else "", one.tittel, one.krav, question,
                    setting.basis(one), one.hvordan, "\n".join(one.dokumentasjon),
                    _(_PLACES[one.ses_i]), ", ".join(levels.get(i, i) for i in one.nivaa), "", "",
                ]
                for question in asked
            ]
    return heads, rows


def checklist_csv(setting: Setting) -> bytes:
    """Return the checklist as Excel opens it in Norway."""
    heads, rows = checklist_rows(setting)
    return _csv([heads, *([guarded(cell) for cell in row] for row in rows)])


def checklist_xlsx(setting: Setting) -> bytes:
    """Return the checklist as a workbook."""
    heads, rows = checklist_rows(setting)
    return workbook(
        heads, rows, sheet=setting.say("Kriterier"), title=setting.source(),
        widths=(24, 26, 44, 44, 40, 60, 40, 14, 22, 12, 40),
    )


def checklist_docx(setting: Setting, day: str) -> bytes:
    """Return the checklist as a Word document with a box for each answer.

    Args:
        day: the day that the document is dated (ISO 8601).
    """
    _ = setting.say
    document = _document(setting, _("Kriterier for tilsyn"))
    if setting.audit.innledning:
        document.add_paragraph(setting.audit.innledning)
    for group, criteria in setting.audit.grouped():
        document.add_heading(group.navn if group else _("Andre"), 1)
        for one in criteria:
            document.add_heading(one.tittel, 2)
            document.add_paragraph(one.krav)
            _labelled(document, _("Grunnlag"), setting.basis(one))
            _labelled(document, _("Slik ses det"), one.hvordan)
            _labelled(document, _("Minst dokumentert"), "; ".join(one.dokumentasjon))
            parts = [(part.sporsmaal, part.bare_ja_nei) for part in one.deler]
            _boxes(document, parts or [(one.sporsmaal, one.bare_ja_nei)], _)
            _labelled(document, _("Merknad"), "")
    return saved(document, day)


def empty_csv(setting: Setting, chosen: Sequence[Column], folders: int) -> bytes:
    """Return an empty sheet: a row for each folder, a column for each question."""
    heads = [setting.say(FOLDER), *(guarded(f"{one.heading} [{one.id}]") for one in chosen)]
    rows = [[str(number), *[""] * len(chosen)] for number in range(1, folders + 1)]
    return _csv([[_stamp(setting)], heads, *rows])


def empty_xlsx(setting: Setting, chosen: Sequence[Column], folders: int) -> bytes:
    """Return an empty sheet as a workbook, with lists to choose the answers from."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    _ = setting.say
    book = Workbook()
    book.properties.title, book.properties.creator = cell_text(setting.source()), ""
    del book[book.sheetnames[0]]
    page: Any = book.create_sheet(_("Stikkprøve"))
    page.append([_stamp(setting)])
    page.append([_(FOLDER), *(cell_text(f"{one.heading} [{one.id}]") for one in chosen)])
    for number in range(1, folders + 1):
        page.append([number])
    page.freeze_panes = "B3"
    page.column_dimensions["A"].width = 10
    bold, wrapped = Font(name="Calibri", bold=True), Alignment(wrap_text=True, vertical="top")
    for place, one in enumerate(chosen, 2):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = 22
        answers = ",".join(_(WORDS[answer]).lower() for answer in one.answers)
        rule = DataValidation(type="list", formula1=f'"{answers}"', allow_blank=True)
        rule.errorTitle, rule.error = _("Ukjent svar"), _("Velg et svar fra lista.")
        rule.promptTitle, rule.prompt = one.heading[:32], one.question[:250]
        rule.showErrorMessage = rule.showInputMessage = True
        page.add_data_validation(rule)
        rule.add(f"{letter}3:{letter}{folders + 2}")
    for cell in page[2]:
        cell.font, cell.alignment, cell.data_type = bold, wrapped, "s"
    page["A1"].data_type = "s"
    about: Any = book.create_sheet(_("Slik fyller du ut"))
    criteria = {one.id: one for one in setting.audit.kriterier}
    about.append([_("Kolonne"), _("Spørsmål"), _("Slik ses det"), _("Grunnlag")])
    for one in chosen:
        found = criteria[one.criterion]
        about.append([*map(cell_text, (
            one.heading, one.question, found.hvordan, setting.basis(found),
        ))])
    about.append([])
    about.append([_("Mappene har bare nummer. Skriv ikke navn eller fødselsnummer i skjemaet.")])
    for letter, width in zip("ABCD", (30, 50, 70, 50), strict=True):
        about.column_dimensions[letter].width = width
    for row in about.iter_rows():
        for cell in row:
            cell.alignment = wrapped
            if cell.value is not None:
                cell.data_type = "s"
    for cell in about[1]:
        cell.font = bold
    out = BytesIO()
    book.save(out)
    return repacked(out.getvalue(), uniform, first=("[Content_Types].xml",))


@dataclass(frozen=True, slots=True)
class Result:
    """The result for one column.

    Attributes:
        said: the counts and the shares as a sentence.
    """

    column: Column
    sums: Sums
    said: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a sample shows.

    Attributes:
        folders: how many folders there are.
        results: by criterion, in order.
        below: the threshold below which counts are hidden; 0 for none.
    """

    setting: Setting
    folders: int
    results: Sequence[tuple[Kriterium, Sequence[Result]]]
    below: int = 0

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        return any(one.sums.hidden for _, found in self.results for one in found)


def report_of(setting: Setting, sheet: Sheet, below: int = 0) -> Report:
    """Return what ``sheet`` shows; columns that are no criterion's are left out."""
    chosen = [one for one in columns(setting.audit.kriterier) if one.id in sheet.columns]
    criteria = {one.id: one for one in setting.audit.kriterier}
    found: dict[str, list[Result]] = {}
    for column in chosen:
        made = sums(sheet, column, below)
        found.setdefault(column.criterion, []).append(
            Result(column, made, sentence(column, made, setting.say))
        )
    return Report(
        setting, len(sheet.rows), [(criteria[id_], made) for id_, made in found.items()], below
    )


def sentence(column: Column, made: Sums, say: Say) -> str:
    """Return the counts and the shares of a column as a sentence.

    «Ja i 26 av 39 mapper (67 prosent), nei i 13 (33 prosent).»
    """
    parts: list[str] = []
    for answer in column.answers:
        count, percent = made.of(answer), made.percent(answer)
        if answer not in ASSESSED and not count and answer not in made.hidden:
            continue
        word = say(WORDS[answer])
        word = word if not parts else word.lower()
        if answer in made.hidden:
            parts.append(say("{answer}: tallet vises ikke").format(answer=word))
            continue
        shape = say("{answer} i {n} av {all} mapper") if not parts else say("{answer} i {n}")
        text = shape.format(answer=word, n=count, all=made.folders)
        if percent is not None:
            text += " " + say("({percent} prosent)").format(percent=percent)
        parts.append(text)
    text = ", ".join(parts) + "."
    if made.shows_shares and made.assessed != made.folders and made.assessed:
        text += " " + say("Andelene er av de {n} som er vurdert.").format(n=made.assessed)
    return text


def notes(report: Report) -> list[str]:
    """Return what readers must know to read the numbers."""
    _ = report.setting.say
    found = [
        _("Stikkprøven viser det som er dokumentert i mappene. Mer kan være gjort enn det som er "
          "skrevet ned."),
        _("Andelene er av mappene som er vurdert, i hele prosent."),
    ]
    if report.below:
        found.append(_(
            "Tall fra 1 til {n} vises ikke. Der de kunne vært regnet ut av de andre tallene, "
            "vises heller ikke flere. «–» står for et tall som ikke vises."
        ).format(n=report.below - 1))
    return found


def report_xlsx(report: Report) -> bytes:
    """Return the report as a workbook: a row for each column of the sheet."""
    _, rows = report.setting.say, list[list[str | int]]()
    for criterion, results in report.results:
        for one in results:
            rows.append([
                one.column.heading, one.column.question,
                *(HIDDEN if answer in one.sums.hidden else one.sums.of(answer)
                  for answer in ANSWERS),
                *(HIDDEN if percent is None else percent
                  for percent in map(one.sums.percent, ASSESSED)),
                one.said, criterion.krav, report.setting.basis(criterion),
            ])
    heads = [
        _("Kriterium"), _("Spørsmål"), *(_(WORDS[answer]) for answer in ANSWERS),
        *(_("{answer}, prosent").format(answer=_(WORDS[answer])) for answer in ASSESSED),
        _("Samlet"), _("Krav eller forventning"), _("Grunnlag"),
    ]
    rows.append([])
    rows += [[text] for text in (_heading(report), *notes(report))]
    return workbook(
        heads, rows, sheet=_("Stikkprøve"), title=report.setting.source(),
        widths=(30, 44, *[10] * 5, *[12] * 3, 60, 44, 50),
    )


def report_docx(report: Report, day: str) -> bytes:
    """Return the report as a Word document.

    Args:
        day: the day that it is dated (ISO 8601).
    """
    _ = report.setting.say
    document = _document(report.setting, _("Stikkprøve av mapper"))
    document.add_paragraph(_heading(report))
    for note in notes(report):
        document.add_paragraph(note)
    for criterion, results in report.results:
        document.add_heading(criterion.tittel, 1)
        document.add_paragraph(criterion.krav)
        for one in results:
            text = document.add_paragraph()
            text.add_run(f"{one.column.question} ").bold = True
            text.add_run(one.said)
        _table(document, results, _)
        _labelled(document, _("Grunnlag"), report.setting.basis(criterion))
        _labelled(document, _("Slik ses det"), criterion.hvordan)
    return saved(document, day)


def findings(report: Report, day: str) -> dict[str, Any]:
    """Return the findings of a report, to be followed up (schema/findings.schema.json).

    A finding is a column with «no» or «partly» in some folder; where that is hidden there is none.

    Args:
        day: the day of the report (ISO 8601).
    """
    found = [
        {
            "id": one.column.id.replace(".", "-"), "kriterium": one.column.criterion,
            "funn": f"{one.column.question} {one.said}", "status": "aapen",
        }
        for _, results in report.results for one in results
        if any(one.sums.of(a) and a not in one.sums.hidden for a in (PARTLY, NO))
    ]
    guideline = report.setting.guideline
    return {
        "retningslinje": {"id": guideline.id, "versjon": report.setting.stamp}, "dato": day,
        "funn": found,
    }


def _heading(report: Report) -> str:
    _ = report.setting.say
    folders = str(report.folders)
    if 0 < report.folders < report.below:
        folders = _("færre enn {n}").format(n=report.below)
    return _("{folders} mapper er holdt mot kriterier fra {source}.").format(
        folders=folders, source=report.setting.source()
    )


def _stamp(setting: Setting) -> str:
    """Return the first line of a sheet, which says what its criteria are taken from."""
    return f"# {setting.guideline.id} | {setting.stamp}"


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _document(setting: Setting, title: str) -> Any:
    norwegian = setting.language in ("nb", "nn")
    document = new_document(title, f"{setting.language}-NO" if norwegian else setting.language)
    document.add_heading(title, 0)
    document.add_paragraph(setting.source())
    return document


def _labelled(document: Any, label: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(text)


def _boxes(document: Any, questions: Sequence[tuple[str, bool]], say: Say) -> None:
    """Add a table with a box for each answer."""
    table = grid(document, (say("Spørsmål"), *(say(WORDS[answer]) for answer in ASSESSED)),
                 (5, *(1 for _ in ASSESSED)))
    for question, plain in questions:
        cells = table.add_row().cells
        cells[0].text = question
        for cell, answer in zip(cells[1:], ASSESSED, strict=True):
            cell.text = "" if plain and answer == PARTLY else "☐"


def _table(document: Any, results: Sequence[Result], say: Say) -> None:
    """Add a table with the counts of some columns."""
    table = grid(document, (say("Spørsmål"), *(say(WORDS[answer]) for answer in ANSWERS)),
                 (4, *(2 for _ in ANSWERS)))
    for one in results:
        cells = table.add_row().cells
        cells[0].text = one.column.heading
        for cell, answer in zip(cells[1:], ANSWERS, strict=True):
            cell.text = HIDDEN if answer in one.sums.hidden else str(one.sums.of(answer))
    document.add_paragraph()
