"""A release rendered whole below ``/v/<version>/``, from its snapshot."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from rettesnor.exports.api import versions as api
from rettesnor.exports.documents.edition_info import EditionInfo
from rettesnor.model.change import Utgave
from rettesnor.model.course import CourseChange
from rettesnor.model.edition import Edition
from rettesnor.model.hearing import Hearing
from rettesnor.model.look import PaperColours
from rettesnor.model.recommendation_entry import Entry, outdated_ids
from rettesnor.publishing.cache.citations import citations
from rettesnor.publishing.cache.store import Store, digest_of
from rettesnor.publishing.documents.sources import DocumentSet, DocumentSource
from rettesnor.publishing.language_trees import translated_page
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.output.link_check import faults
from rettesnor.publishing.output.page_file import PageFile, compose, lay, path_of
from rettesnor.publishing.output.static_files import names_in, write_pictures
from rettesnor.publishing.usage import usage
from rettesnor.reading.content.from_snapshot import entry_of, guideline_prose, prose_of
from rettesnor.reading.content.quotes import resolved
from rettesnor.rendering.banners import version_notice
from rettesnor.rendering.comment_links import bar, round_url
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.i18n import SOURCE, language
from rettesnor.rendering.list_item import ListItem
from rettesnor.rendering.page import Link, Page
from rettesnor.rendering.pages.guideline import guideline_makers
from rettesnor.rendering.pages.recommendation import recommendation_page
from rettesnor.rendering.twins.twin import LIST as TWINS
from rettesnor.rendering.twins.twin import list_of_twins

Row = tuple[str, int, int]
"""A page's address below its version, and where in its bytes the notice stands."""


@dataclass(frozen=True, slots=True)
class OutdatedNotice:
    """Where a reader of an old recommendation goes: links from the root, and what they are."""

    say: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class OutdatedNotices:
    """What the notices of all versions say of the present.

    Attributes:
        current: the version that applies.
        recommendations: the ways on from every address a recommendation has had.
        others: the other addresses that the current content has.
        hearings: the rounds of comments, to hook on to the pages of the version they are on.
        recorded: the day of the release that was only recorded then; empty for none.
    """

    current: str
    recommendations: Mapping[str, OutdatedNotice]
    others: frozenset[str]
    hearings: tuple[Hearing, ...] = ()
    recorded: str = ""
    language: str = SOURCE

    @cached_property
    def key(self) -> str:
        """A digest that changes when any notice does."""
        return digest_of(
            self.current, sorted(self.recommendations.items()), sorted(self.others),
            [(hearing.runde, hearing.tilstand) for hearing in self.hearings],
            self.recorded, self.language,
        )

    def notice(self, utgave: Utgave, url: str) -> str:
        """Return the notice on the page ``url`` of the version ``utgave`` tells of."""
        _ = language(self.language).gettext
        way = self.recommendations.get(url)
        if way is None:
            here = url in self.others
            text = _("Gå til siden slik den er nå") if here else _("Gå til forsiden")
            way = OutdatedNotice("", (Link(url if here else "", text),))
        root = "../" * (2 + url.count("/"))
        links = [Link(f"{root}{link.url}", link.text) for link in way.links]
        stays = url in self.recommendations and url in {link.url for link in way.links}
        id_ = url.split("/")[1] if stays else ""
        rounds = [hearing for hearing in self.hearings if hearing.runde.utgave == utgave.versjon]
        links += [
            Link(
                f"{root}{round_url(h.runde)}",
                _("{title} er avsluttet").format(title=h.runde.tittel),
            )
            for h in rounds if h.is_over
        ]
        return version_notice(
            self.language, utgave.versjon, utgave.dato, self.current, way.say, links, self.recorded,
        ) + bar([h for h in rounds if not h.is_over], utgave.versjon, id_, root)


@dataclass(frozen=True)
class Release:
    """A release to be rendered.

    Attributes:
        own: the version that last changed each recommendation in it, by id.
        files: the record's files for the API, by name.
        stamp: what its documents say that they are.
        formats: the formats that documents of it are to be made in.
        templates: the version that last changed each template in it, by id.
        course_changes: how its courses differ from those of the release before.
        served: the version that last changed what templates are made from, by recommendation.
    """

    utgave: Utgave
    edition: Edition
    own: Mapping[str, str]
    files: Mapping[str, bytes]
    pictures: Path
    stamp: EditionInfo
    formats: tuple[str, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    course_changes: tuple[CourseChange, ...] = ()
    served: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Rendered:
    """The result of rendering a release."""

    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    outward: set[str] = field(default_factory=set)


def context_of(
    edition: Edition, own: Mapping[str, str], entries: Sequence[Entry], store: Store, address: str
) -> Context:
    """Return the context that the pages of ``edition`` are rendered in."""
    guideline = edition.guideline
    heads = {e.id: Head.of(e, own.get(e.id, "")) for e in entries}
    return Context(
        guideline, heads, guideline_prose(guideline), citations(store, guideline), "",
        usage(entries), address, glances={e.id: ListItem.of(e) for e in entries},
        language=guideline.languages[0].id,
        outdated=outdated_ids(guideline.enkle_versjoner, entries),
        quotes=resolved(guideline.kurs, guideline, edition.recommendations.get),
    )


def content_makers(edition: Edition, context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes each page of ``edition``, by address: the one list of them."""
    makers = guideline_makers(context)

    def recommendation(id_: str) -> Page:
        source = edition.recommendations[id_]
        if context.folder:
            return translated_page(edition, context, source)
        return recommendation_page(context, source, prose_of(source))

    return makers | {context.heads[id_].url: partial(recommendation, id_) for id_ in context.order}


def render_release(
    release: Release, ways: OutdatedNotices, shell: PageLayout, store: Store, pages: Path,
    data: Path,
) -> Rendered:
    """Write the pages of ``release`` into the folder ``pages`` and its data into ``data``."""
    version = release.utgave.versjon
    prefix = f"v/{version}/"
    entries = [entry_of(r, prose_of(r)) for r in release.edition.recommendations.values()]
    context = replace(
        context_of(
            release.edition, release.own, entries, store,
            f"{shell.site_url}{prefix}" if shell.site_url else "",
        ),
        prefix=prefix, latest=release.utgave, released=version,
        template_versions=release.templates, served_versions=release.served,
        course_changes=release.course_changes,
    )
    root = _root_of(pages, prefix)
    document_stage = _document_stage(release, context, entries, shell.header.paper)
    context = replace(context, downloads=document_stage.downloads)
    made = Rendered()
    files: list[PageFile] = []
    for url, make in content_makers(release.edition, context).items():
        notice = ways.notice(release.utgave, url)
        page = replace(make(), notice=notice)
        html = compose(page, context, shell)
        files.append(lay(html, page, "", context, root))
        start = len(html[: html.index(notice)].encode())
        made.rows.append((page.url, start, len(notice.encode())))
    assets = _lay_files(release, pages, data, prefix)
    (pages / TWINS).write_bytes(list_of_twins(context))
    assets |= {f"{prefix}{TWINS}", *(path for file in files for path, _ in file.beside)}
    assets |= _lay_papers(document_stage, pages, prefix)
    made.outward = {x for f in files for x in f.links if not x.startswith(prefix)}
    inner = [
        replace(f, links=tuple(x for x in f.links if x.startswith(prefix))) for f in files
    ]
    made.faults = [*document_stage.faults, *faults(root, inner, assets)]
    return made


def renew(
    rows: Sequence[Row], utgave: Utgave, ways: OutdatedNotices, old: Path, new: Path
) -> list[Row]:
    """Write the pages in ``old`` again into ``new``, with what the notice is to say now.

    Nothing but the notice depends on what came later, so a new release costs old ones no more
    than copying.
    """
    made = []
    for url, start, length in rows:
        data = (old / path_of(url)).read_bytes()
        notice = ways.notice(utgave, url).encode()
        target = new / path_of(url)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data[:start] + notice + data[start + length :])
        made.append((url, start, len(notice)))
    _take_over(old, new)
    return made


def _take_over(old: Path, new: Path) -> None:
    """Copy what lies in ``old`` and not in ``new``: pictures and documents."""
    for folder, _, names in os.walk(old):
        inner = new / os.path.relpath(folder, old)
        for name in names:
            if not (inner / name).exists():
                inner.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(f"{folder}/{name}", inner / name)


def _root_of(pages: Path, prefix: str) -> Path:
    """Return the site's root, whose folder ``prefix`` is ``pages``."""
    return pages.parents[prefix.count("/") - 1]


def _document_stage(
    release: Release, context: Context, entries: Sequence[Entry], colours: PaperColours
) -> DocumentSet:
    """Return the documents of ``release``; they are kept with its pages, and not apart."""
    if not release.formats:
        return DocumentSet()
    from rettesnor.publishing.documents.render import documents

    document_source = DocumentSource(
        context, {entry.id: entry for entry in entries},
        release.edition.recommendations.__getitem__, release.stamp, release.pictures,
        frozenset(names_in(release.pictures)),
    )
    return documents(document_source, release.formats, 1, colours=colours)


def _lay_papers(document_stage: DocumentSet, pages: Path, prefix: str) -> set[str]:
    for path, content in document_stage.files.items():
        (pages / path).parent.mkdir(parents=True, exist_ok=True)
        (pages / path).write_bytes(content)
    return {f"{prefix}{path}" for path in document_stage.files}


def _lay_files(release: Release, pages: Path, data: Path, prefix: str) -> set[str]:
    """Write the data of ``release`` and its pictures; return the pictures' addresses."""
    data.mkdir(parents=True, exist_ok=True)
    for name, content in release.files.items():
        (data / name).write_bytes(content)
    (data / "release.json").write_bytes(api.release(release.utgave))
    names = names_in(release.pictures)
    return write_pictures(release.pictures, names, _root_of(pages, prefix), prefix)
