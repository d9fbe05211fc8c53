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
    N_("Målgrupper"),
)
_REST = (
    N_("Faser"), N_("Publisert"), N_("Faglig oppdatert"), N_("Neste gjennomgang"),
    N_("Endret i versjon"), N_("Adresse"), N_("Ikke utgitt"),
)
"""The heads of the columns, in order, before and after one for each dimension."""
_WIDTHS, _WIDTH, _REST_WIDTHS = (
    (24, 28, 44, 70, 8, 14, 40), 34, (34, 12, 16, 18, 16, 60, 14)
)
"""Of the columns, in characters."""
Row = Sequence[str]


def columns(publication: Publication, gettext: Callable[[str], str] = str) -> list[str]:
    """Return the heads of the columns."""
    named = [dimension.navn for dimension in publication.guideline.dimensjoner]
    return [*map(gettext, COLUMNS), *named, *map(gettext, _REST)]


def rows(publication: Publication, address: str) -> list[Row]:
    """Return the rows below the heads.

    Args:
        address: the site's, ending in a slash; empty when it is not known, and then addresses
            count from the site's root.
    """
    g = publication.guideline
    chapters = {chapter.id: chapter.tittel for chapter in g.kapitler}
    roles, phases = ({one.id: one.navn for one in group} for group in (g.roller, g.faser))
    dimensions = {d.id: {one.id: one.navn for one in d.verdier} for d in g.dimensjoner}
    strengths = {one.id: one.navn for one in g.styrker}
    site = address or "/"
    return [
        (
            r.id, chapters.get(r.kapittel, r.kapittel), r.tittel, r.kort_anbefaling,
            strengths.get(r.styrke, r.styrke),
            r.status, _named(roles, r.maalgrupper),
            *(_named(names, r.dimensjoner.get(id_, ())) for id_, names in dimensions.items()),
            _named(phases, r.faser), r.datoer.publisert, r.datoer.faglig_oppdatert,
            r.datoer.neste_gjennomgang, r.versjon, f"{site}{publication.folder}{r.url}",
            r.avvik,
        )
        for r in publication.anbefalinger
    ]


def csv_file(p: Publication, found: Sequence[Row], gettext: Callable[[str], str]) -> bytes:
    """Return the rows as Excel opens them in Norway: UTF-8 with a mark, semicolons, CRLF."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns(p, gettext))
    writer.writerows([guarded(cell) for cell in row] for row in found)
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(
    p: Publication, found: Sequence[Row], gettext: Callable[[str], str], title: str
) -> bytes:
    """Return the rows as a workbook: text cells only, so that no content is ever a formula."""
    return workbook(
        columns(p, gettext), found, sheet=gettext("Anbefalinger"), title=title,
        
        widths=(*_WIDTHS, *[_WIDTH] * len(p.guideline.dimensjoner), *_REST_WIDTHS),
    )


def _named(known: Mapping[str, str], ids: Sequence[str]) -> str:
    return ", ".join(known.get(id_, id_) for id_ in ids)
