"""The open data of a site: what there is, what it is made from, and when it is made again.

A recommendation's own file is made where its page is made, from the same reading, and taken over
with it (``page_file``). The rest is declared: few files, each with a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from rettesnor.exports.api.envelope import ROOT, Listed, Publication, contact, licence, way_up
from rettesnor.exports.api.hearing_files import is_long
from rettesnor.exports.api.openapi import Described, openapi
from rettesnor.exports.api.recommendation import path_of, recommendation_file
from rettesnor.exports.api.resources import CHANGES, INDEX, changes, index, language_files
from rettesnor.exports.api.schemas import (
    CONTENT,
    Particulars,
    components,
    particulars,
    schema_file,
    schemas,
)
from rettesnor.exports.api.spreadsheets import Row, columns, csv_file, rows, xlsx_file
from rettesnor.exports.audit_sheet import (
    Setting,
    checklist_csv,
    checklist_docx,
    checklist_xlsx,
    empty_csv,
    empty_xlsx,
)
from rettesnor.model.sampling import columns as questions
from rettesnor.model.translation import needed
from rettesnor.publishing.cache.store import code_digest, digest_of, installed_version
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.reading.schema.validate import load
from rettesnor.rendering.api_html import frame_html, open_html
from rettesnor.rendering.context import Context
from rettesnor.rendering.list_item import ListItem
from rettesnor.rendering.page import Page
from rettesnor.rendering.reference_resolver import law_address
from rettesnor.rendering.status import version_label, version_stamp
from rettesnor.rendering.twins.twin import LIST as TWINS

_UNDATED = "1980-01-01"
"""The day of files that are made before the first release."""
OPENAPI = f"{ROOT}openapi.json"
SCHEMAS = (
    "index", "retningslinje", "kapitler", "anbefalinger", "anbefaling", "kilder", "lover",
    "termer", "tekstsider", "enkle-versjoner", "rollesider", "utvikling", "oppgaver",
    "kvalitetsmaal", "egenkontroll", "kriterier",
    "maler", "kurs", "kodeverk", "horinger", "horing", "horing-del", "endringer",
)
"""The answers that have a schema."""
_NO_GLANCE = ListItem()
Maker = tuple[str, str, Callable[[], bytes]]
"""A file to be made: its path, its key, and what makes it."""


def beside(page: Page, context: Context) -> tuple[str, bytes] | None:
    """Return the path and the bytes of the data file that goes with ``page``; None for none."""
    content = page.content
    if content is None or not context.applies:
        return None
    r, lacks = content.recommendation, content.lacks
    untranslated, stale = (
        (lacks.untranslated, lacks.stale) if lacks is not None
        else (needed(r, "recommendation") if context.folder else frozenset(), frozenset())
    )
    path = path_of(context.language, r.id)
    html = open_html(context, content.fragments, way_up(path))
    data = recommendation_file(
        _publication(context), r, html, context.heads[r.id].versjon, untranslated, stale,
        context.heads[r.id].avvik,
    )
    return path, data


def link(page: Page, context: Context) -> str:
    """Return the way from the head of ``page`` to the data that goes with it."""
    if page.content is None or not context.applies:
        return ""
    path = path_of(context.language, page.content.recommendation.id)
    root = context.site_root(page.root)
    return f'<link rel="alternate" type="application/json" href="{root}{path}">'


def tree_files(context: Context, key: str) -> Iterator[Maker]:
    """Yield the data files of the language of ``context``, for which ``key`` stands."""
    if not context.applies:
        return
    p = publication(context)
    made = language_files(
        p, law_address, context.strengths, context.hearings, context.development,
        context.quotes, context.course_changes,
    )
    taught = p.name("kurs.json")
    for path, make in made.items():
        yield path, digest_of(key, path, context.taught if path == taught else ""), make
    if context.guideline.tilsyn:
        yield from _audit_files(p, context, key)
    found = rows(p, context.address.removesuffix(context.folder))
    same = digest_of(
        code_digest(), columns(p), found, context.language, installed_version("openpyxl")
    )
    yield p.name("anbefalinger.csv"), same, partial(csv_file, p, found, context.gettext)
    yield p.name("anbefalinger.xlsx"), same, partial(_xlsx, p, found, context)


def site_files(
    context: Context, key: str, address: str, release_index: ReleaseIndex
) -> Iterator[Maker]:
    """Yield the data files that a site has one of.

    Args:
        context: what applies, in the language written first; ``key`` stands for it.
        address: where the site is published; empty when it is not known.
    """
    g = context.guideline
    languages = tongues(context)
    releases = [record.utgave for record in reversed(release_index.history.records)]
    yield INDEX, digest_of(key, INDEX), partial(
        index, g, languages, context.released, {"llms": f"../../{TWINS}"}
    )
    yield CHANGES, digest_of(key, CHANGES, release_index.key), partial(changes, g, releases)
    described = Described(
        g.tittel, context.released or "0", [tag for tag, _ in languages],
        next(iter(context.order), ""),
        next((hearing.runde.id for hearing in context.hearings), ""),
        licence(g), {}, contact(g), address, particulars(g),
        next((hearing.runde.id for hearing in context.hearings if is_long(hearing)), ""),
    )
    yield OPENAPI, digest_of(code_digest(), described), partial(_openapi, described)
    for name in SCHEMAS:
        yield (
            f"{ROOT}schema/{name}.json", digest_of(code_digest(), particulars(g)),
            partial(_schema, name, particulars(g)),
        )


def publication(context: Context) -> Publication:
    """Return the guideline in the language of ``context``, with everything that lists show."""
    return _publication(
        context, tuple(_listed(context, id_) for id_ in context.order),
        frame_html(context, way_up(f"{ROOT}nb/")),
    )


def tongues(context: Context) -> tuple[tuple[str, str], ...]:
    """Return tag and folder of every language of the site, the one written first first."""
    own = (context.language, context.folder)
    found = [own, *((tree.language, tree.folder) for tree in context.others)]
    return tuple(sorted(found, key=lambda one: one[1]))


def _publication(
    context: Context, listed: tuple[Listed, ...] = (), html: Mapping[str, str] | None = None
) -> Publication:
    return Publication(
        context.guideline, context.language, context.folder, tongues(context), listed,
        html or {}, context.working, context.released, version_label(context),
        oppgaver=context.tasks, templates=context.template_versions,
    )


def _listed(context: Context, id_: str) -> Listed:
    head, glance = context.heads[id_], context.glances.get(id_, _NO_GLANCE)
    return Listed(
        id_, head.kapittel, head.tittel, head.kort_anbefaling, head.styrke, head.status,
        head.maalgrupper, glance.dimensjoner, glance.faser, glance.datoer, head.versjon,
        head.avvik,
    )


_FOLDERS = 50
"""How many rows the empty sheet for a sample has; ``rettesnor audit sheet`` makes other ones."""


def _audit_files(p: Publication, context: Context, key: str) -> Iterator[Maker]:
    """Yield the checklist of the criteria, and the empty sheet for a sample."""
    guideline = context.guideline
    setting = Setting(
        guideline, version_label(context), version_stamp(context),
        {id_: head.tittel for id_, head in context.heads.items()},
        context.gettext, context.language,
    )
    day = context.latest.dato if context.latest else _UNDATED
    chosen = questions(guideline.tilsyn.kriterier)
    made: dict[str, Callable[[], bytes]] = {
        "kriterier.csv": partial(checklist_csv, setting),
        "kriterier.xlsx": partial(checklist_xlsx, setting),
        "kriterier.docx": partial(checklist_docx, setting, day),
    }
    if chosen:
        made["stikkprove.csv"] = partial(empty_csv, setting, chosen, _FOLDERS)
        made["stikkprove.xlsx"] = partial(empty_xlsx, setting, chosen, _FOLDERS)
    for name, make in made.items():
        yield p.name(name), digest_of(key, name), make


def _xlsx(p: Publication, found: list[Row], context: Context) -> bytes:
    return xlsx_file(p, found, context.gettext, str(context.guideline.tittel))


def _content() -> dict[str, Mapping[str, Any]]:
    return {kind: load(kind) for kind in CONTENT}


def _openapi(described: Described) -> bytes:
    return openapi(replace(described, schemas=_components(described.own)))


def _schema(name: str, own: Particulars) -> bytes:
    return _schemas(own)[name]


# A preview builds many times in one process, and the same schemas each time.
@lru_cache(maxsize=4)
def _components(own: Particulars) -> Mapping[str, Any]:
    return components(_content(), own)


@lru_cache(maxsize=4)
def _schemas(own: Particulars) -> Mapping[str, bytes]:
    return {name: schema_file(one) for name, one in schemas(_content(), own).items()}
