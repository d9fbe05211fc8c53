"""What the list of all recommendations is filtered by, as attributes and as a file of data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from rettesnor.model.guideline import Navngitt
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.list_item import ListItem

DATA_FILE = "oversikt/anbefalinger.json"
"""The data file that filters read where the front page does not list everything."""
CHAPTER_LIMIT = 100
"""Above this many chapters they are not chosen among, nor counted one by one."""
_BEFORE = ("url", "tittel", "kort_anbefaling", "kapittel", "styrke", "status", "gruppe")
_AFTER = ("fase", "versjon", "dato")
"""What a row of the data file holds, in order, before and after the dimensions."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of one filter that some recommendation has: ids, with what is shown for each.

    Plain text: there is no room for markup in the choices of a form.
    """

    names: tuple[tuple[str, str], ...]


def choices(context: Context) -> Mapping[str, Choices]:
    """Return the values to choose among, by the filter's name."""
    g, heads = context.guideline, [context.heads[id_] for id_ in context.order]
    glances = [list_item_of(context, head) for head in heads]
    groups = {role for head in heads for role in head.maalgrupper}
    phases = {phase for glance in glances for phase in glance.faser}
    strengths, chapters = {head.styrke for head in heads}, {head.kapittel for head in heads}
    states = dict.fromkeys(head.status for head in heads)
    return {
        "gruppe": _named(g.roller, groups),
        "fase": _named(g.faser, phases),
        **{
            d.id: _named(
                d.verdier,
                {value for glance in glances for value in glance.dimensjoner.get(d.id, ())},
            )
            for d in g.dimensjoner
        },
        "styrke": Choices(tuple(
            (id_, one.label) for id_, one in context.strengths.items() if id_ in strengths
        )),
        "kapittel": Choices(() if many_chapters(context) else tuple(
            (c.id, str(c.tittel)) for c in g.kapitler if c.id in chapters
        )),
        "status": Choices(tuple((state, state) for state in states)),
        "siden": Choices(context.releases),
    }


def many_chapters(context: Context) -> bool:
    """Return whether there are so many chapters that a page had better not list them."""
    return len(context.guideline.kapitler) > CHAPTER_LIMIT


def list_item_of(context: Context, head: Head) -> ListItem:
    """Return the glance of the recommendation with ``head``."""
    return context.glances.get(head.id, _NOTHING)


def attributes(context: Context, head: Head) -> Markup:
    """Return what the script filters the entry of ``head`` by."""
    glance = list_item_of(context, head)
    return Markup(
        ' data-kapittel="{}" data-styrke="{}" data-status="{}" data-gruppe="{}"'
        '{} data-fase="{}" data-versjon="{}" data-dato="{}"'
    ).format(
        head.kapittel, head.styrke, head.status, " ".join(head.maalgrupper),
        Markup("").join(
            Markup(' data-{}="{}"').format(d.id, " ".join(glance.dimensjoner.get(d.id, ())))
            for d in context.guideline.dimensjoner
        ),
        " ".join(glance.faser), head.versjon, glance.oppdatert,
    )


def data_file(context: Context) -> bytes:
    """Return all recommendations as rows, with the names of what they hold.

    Lists of ids are joined by spaces.

    About 250 bytes a recommendation, and a tenth of that compressed: what is said of many is
    the same words.
    """
    rows = []
    dimensions = [dimension.id for dimension in context.guideline.dimensjoner]
    for id_ in context.order:
        head = context.heads[id_]
        glance = list_item_of(context, head)
        rows.append([
            head.url, head.tittel, head.kort_anbefaling, head.kapittel, head.styrke, head.status,
            " ".join(head.maalgrupper),
            *(" ".join(glance.dimensjoner.get(name, ())) for name in dimensions),
            " ".join(glance.faser), head.versjon, glance.oppdatert,
        ])
    data = {"felt": (*_BEFORE, *dimensions, *_AFTER), "rader": rows}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _named(known: Iterable[Navngitt], used: set[str]) -> Choices:
    return Choices(tuple((one.id, str(one.navn)) for one in known if one.id in used))


_NOTHING = ListItem()
