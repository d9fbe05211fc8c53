"""The overview as a table: every recommendation a row, as CSV and as an Excel workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from io import StringIO

from rettesnor.exports.api.envelope import Publication
from rettesnor.exports.workbook import workbook
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.spreadsheet_cell import guarded

COLUMNS = (
    N_("Id"), N_("Kapittel"), N_("Tittel"), N_("Kort anbefaling"), N_("Styrke"), N_("Status"),
    N_("Målgrupper"), N_("Skoleslag"), N_("Faser"), N_("Publisert"), N_("Faglig oppdatert"),
    N_("Neste gjennomgang"), N_("Endret i versjon"), N_("Adresse"), N_("Ikke utgitt"),
)
"""The heads of the columns, in order."""
_WIDTHS = (24, 28, 44, 70, 8, 14, 40, 34, 34, 12, 16, 18, 16, 60, 14)
"""Of the columns, in characters."""
Row = Sequence[str]


def rows(publication: Publication, address: str) -> list[Row]:
    """Return the rows below the heads.

    Args:
        address: the site's, ending in a slash; empty when it is not known, and then addresses
            count from the site's root.
    """
    g = publication.guideline
    chapters = {chapter.id: chapter.tittel for chapter in g.kapitler}
    roles, levels, phases = (
        {one.id: one.navn for one in group} for group in (g.roller, g.skoleslag, g.faser)
    )
    site = address or "/"
    return [
        (
            r.id, chapters.get(r.kapittel, r.kapittel), r.tittel, r.kort_anbefaling, r.styrke,
            r.status, _named(roles, r.maalgrupper), _named(levels, r.skoleslag),
            _named(phases, r.faser), r.datoer.publisert, r.datoer.faglig_oppdatert,
            r.datoer.neste_gjennomgang, r.versjon, f"{site}{publication.folder}{r.url}",
            r.avvik,
        )
        for r in publication.anbefalinger
    ]


def csv_file(found: Sequence[Row], gettext: Callable[[str], str]) -> bytes:
    """Return the rows as Excel opens them in Norway: UTF-8 with a mark, semicolons, CRLF."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([gettext(column) for column in COLUMNS])
    writer.writerows([guarded(cell) for cell in row] for row in found)
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(found: Sequence[Row], gettext: Callable[[str], str], title: str) -> bytes:
    """Return the rows as a workbook: text cells only, so that no content is ever a formula."""
    return workbook(
        [gettext(column) for column in COLUMNS], found, sheet=gettext("Anbefalinger"), title=title,
        widths=_WIDTHS,
    )


def _named(known: Mapping[str, str], ids: Sequence[str]) -> str:
    return ", ".join(known.get(id_, id_) for id_ in ids)
