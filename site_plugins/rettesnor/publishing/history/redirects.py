"""Pages for addresses that were published and whose page is no more.

An address that was published answers for ever, in every language of the site: with the page, a
redirect to where it is now, or a tombstone. What the ledger has in the first language is answered
in the others too, whether or not they were published then: their history pages link there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import Guideline
from rettesnor.model.pages import page_address, plain_address, role_address
from rettesnor.model.translation import LANGUAGE
from rettesnor.publishing.history.locations import CurrentLocations
from rettesnor.releases import published_urls as ledger
from rettesnor.releases.former_pages import (
    CHAPTER,
    COURSE,
    PROSE,
    ROLE,
    TEMPLATE,
    Former,
    text_of,
)
from rettesnor.rendering.context import Context
from rettesnor.rendering.jinja_env import norwegian_date
from rettesnor.rendering.page import Link, Page
from rettesnor.rendering.pages.history_views import Gone
from rettesnor.rendering.pages.redirects import redirect_page, tombstone_page

_WITHDRAWN, _MOVED = N_("tatt ut"), N_("flyttet")
_ENDED = {
    "opphevet": (
        _WITHDRAWN, N_("Anbefalingen «{title}» ble tatt ut {day}, i versjon {version}.")
    ),
    "flyttet": (_MOVED, N_("Anbefalingen «{title}» ble flyttet {day}, i versjon {version}.")),
    "delt": (
        N_("delt"), N_("Anbefalingen «{title}» ble delt i flere {day}, i versjon {version}.")
    ),
    "sammenslått": (
        N_("slått sammen"),
        N_("Anbefalingen «{title}» ble slått sammen med en annen {day}, i versjon {version}."),
    ),
}
"""How a recommendation ended: what stands behind its title, and the sentence that says so."""
_FILES = (".xml", ".json", ".txt")
TOOLS, TEMPLATES = page_address("verktoy"), page_address("maler")
_INNER = 2
"""How many parts the address of a template has."""
_STEP = 4
"""Parts of a page's address that a redline has, and no other page: they stand in one language."""


@dataclass(frozen=True)
class Answer:
    """A page that answers at an address whose own page is gone.

    Attributes:
        context: of the tree that the page is in.
    """

    context: Context
    page: Page


def published(changelog: Path) -> list[str]:
    """Return the addresses in the ledger, relative to the site's root."""
    path = changelog / ledger.NAME
    return ledger.read(path.read_text(encoding="utf-8")) if path.is_file() else []


def gone_pages(
    trees: Sequence[CurrentLocations], addresses: Iterable[str], present: Collection[str],
    kept: Collection[str],
) -> tuple[list[Answer], list[str]]:
    """Return what answers at those of ``addresses`` that are not ``present``, and those left.

    Args:
        trees: the recommendations of all times as each tree of the site sees them, that of the
            language written first before the others.
        addresses: those in the ledger outside the versions' folders.
        kept: the addresses of old versions' pages that were published.
    """
    first = trees[0]
    release_index, source = first.release_index, first.context.guideline
    folders = [tree.context.folder for tree in trees[1:]]
    abandoned = _languages(addresses) - {*folders}
    by_folder: dict[str, dict[str, None]] = {folder: {} for folder in ("", *folders)}
    former: list[str] = []
    for url in addresses:
        folder, slash, inner = url.partition("/")
        if folder + slash in abandoned:
            former.append(url)
        elif folder + slash in by_folder:
            by_folder[folder + slash][inner] = None
        else:
            by_folder[""][url] = None
    by_folder[""] |= dict.fromkeys(release_index.addresses.ids)
    everywhere = dict.fromkeys(url for url in by_folder[""] if _is_page(url))
    found: list[Answer] = []
    lost: list[str] = []
    for places in trees:
        folder = places.context.folder
        present_here = {
            url.removeprefix(folder) for url in present if url.startswith(folder)
        } if folder else present
        tree = _Tree(places, source, present_here, kept)
        for url in dict.fromkeys((*by_folder[folder], *everywhere)):
            if url in present_here:
                continue
            page = tree.answer(url)
            if page is not None:
                found.append(Answer(places.context, page))
            elif url in by_folder[folder]:
                lost.append(f"{folder}{url}")
    for url in former:
        if url not in present:
            page = _other_language(first, url, folders)
            found.append(Answer(first.context, page))
    return found, lost


def _is_page(url: str) -> bool:
    parts = url.split("/")
    return url.endswith("/") and parts[0] != "api" and len(parts) <= _STEP


def _languages(addresses: Iterable[str]) -> frozenset[str]:
    """Return the folders of all languages that the site was ever published in, but the first."""
    end = ledger.LISTS[0]
    return frozenset(
        folder for url in addresses if url.endswith(end) and (folder := url.removesuffix(end))
        and LANGUAGE.fullmatch(folder.rstrip("/"))
    )


def _other_language(first: CurrentLocations, url: str, folders: Iterable[str]) -> Page:
    """Return the way from a page in a language that the site no longer has.

    It leads to the same page in a language with the same first subtag (``nn`` and ``nn-NO``), else
    in the one that is written first.
    """
    folder, _, inner = url.partition("/")
    subtag = folder.split("-")[0]
    near = next((other for other in folders if other.rstrip("/").split("-")[0] == subtag), "")
    return redirect_page(first.context, url, Link(f"{near}{inner}", _name(first, inner)))


def _name(places: CurrentLocations, url: str) -> str:
    """Return what the page at ``url`` is called, as well as it is known."""
    release_index = places.release_index
    parts = url.split("/")
    id_ = release_index.addresses.ids.get("/".join(parts[:2]) + "/")
    if id_:
        return places.title(id_)
    if not url:
        return places.context.guideline.korttittel
    named = (release_index.former.get((kind, parts[0])) for kind in (CHAPTER, PROSE))
    return next((one.title for one in named if one), f"/{url}")


@dataclass(frozen=True)
class _Tree:
    """A tree of the site, and what answers in it at addresses whose page is gone.

    Attributes:
        source: the guideline in the language written first: what is renamed is known by it.
        present: the addresses that have a page or a file, relative to the tree.
        kept: the addresses of old versions' pages that were published.
    """

    places: CurrentLocations
    source: Guideline
    present: Collection[str]
    kept: Collection[str]

    @property
    def context(self) -> Context:
        """The tree's own."""
        return self.places.context

    def answer(self, url: str) -> Page | None:
        """Return what answers at ``url``, which has no page; None when nothing is known of it."""
        makers: Iterator[Callable[[str], Page | None]] = iter(
            (self._recommendation, self._chapter, self._prose, self._role, self._plain,
             self._phases, self._report, self._course, self._template)
        )
        return next((page for make in makers if (page := make(url)) is not None), None)

    def _recommendation(self, url: str) -> Page | None:
        """Return what answers for a recommendation, or for what lies below its page."""
        known = self.places.release_index.addresses.ids
        if url in known:
            return self._ended(url, known[url])
        parts = url.split("/")
        id_ = known.get("/".join(parts[:2]) + "/")
        if id_ is None or url.endswith(_FILES):
            return None
        moved = self.places.url(id_) + "/".join(parts[2:])
        if moved not in self.present:
            return None
        return redirect_page(self.context, url, Link(moved, self.places.title(id_)))

    def _ended(self, url: str, id_: str) -> Page:
        places, context = self.places, self.context
        if id_ in context.heads:
            return redirect_page(context, url, places.link(id_))
        stone, ways = places.stone(id_), places.successors(id_)
        if stone is not None and stone.slag == "flyttet" and len(ways) == 1:
            return redirect_page(context, url, ways[0])
        history = f"{places.url(id_)}historikk/"
        if stone is None:
            return self._unreleased(url, id_, history)
        versions = places.release_index.versions
        left = places.release_index.history.records[-1].manifest.tatt_ut[id_]
        last = versions[versions.index(left) - 1]
        state, sentence = _ENDED.get(stone.slag, _ENDED["opphevet"])
        said = context.gettext(sentence).format(
            title=stone.tittel, version=left, day=norwegian_date(stone.dato, context.language)
        )
        return tombstone_page(context, Gone(
            url, context.written(stone.tittel), context.gettext(state),
            [said, *([context.written(stone.grunn)] if stone.grunn else [])], ways,
            self._in_version(last, places.release_index.addresses.last[id_]), history,
        ))

    def _unreleased(self, url: str, id_: str, history: str) -> Page:
        """Return what is shown of a recommendation that the working tree has taken out."""
        version = self.places.release_index.versions[-1]
        said = self.context.gettext(
            "Anbefalingen er tatt ut av arbeidsutgaven, men gjelder fortsatt slik den står i "
            "versjon {version}."
        ).format(version=version)
        last = self.places.release_index.addresses.last[id_]
        return tombstone_page(self.context, Gone(
            url, self.places.title(id_), self.context.gettext("tatt ut av arbeidsutgaven"), [said],
            (), self._in_version(version, last), history,
        ))

    def _in_version(self, version: str, url: str) -> Link:
        """Return the way to the page ``url`` of a version, which lie outside all trees."""
        text = self.context.gettext("Les den i versjon {version}").format(version=version)
        return Link(f"v/{version}/{url}", text)

    def _chapter(self, url: str) -> Page | None:
        """Return what answers for a chapter: the new one, where all of it went to one."""
        former, places = self._former(CHAPTER, url), self.places
        if former is None:
            return None
        ways = tuple(dict.fromkeys(way for id_ in former.members for way in places.now(id_)))
        chapters = dict.fromkeys(way.url.split("/")[0] for way in ways)
        links = [
            Link(f"{id_}/", self.context.chapters[id_].tittel)
            for id_ in chapters if id_ in self.context.chapters
        ]
        if len(links) == 1 and self._came_after(CHAPTER, links[0].url.rstrip("/"), former):
            return redirect_page(self.context, url, links[0])
        _ = self.context.gettext
        said = [_("Kapitlet er ikke lenger en del av retningslinja.")]
        if links:
            said.append(_("Anbefalingene i det står nå andre steder."))
        return tombstone_page(self.context, Gone(
            url, self.context.written(former.title), _(_MOVED) if links else _(_WITHDRAWN), said,
            (*links, *ways), self._last(former, url),
        ))

    def _prose(self, url: str) -> Page | None:
        """Return what answers for a prose page: the new one, where it has its title or text."""
        former = self._former(PROSE, url)
        if former is None:
            return None
        for page in self.source.tekstsider:
            same = page.tittel == former.title or text_of(page.tekst) == former.text
            if same and self._came_after(PROSE, page.id, former):
                titles = {one.id: one.tittel for one in self.context.guideline.tekstsider}
                return redirect_page(self.context, url, Link(f"{page.id}/", titles[page.id]))
        _ = self.context.gettext
        return tombstone_page(self.context, Gone(
            url, self.context.written(former.title), _(_WITHDRAWN),
            [_("Siden er ikke lenger en del av retningslinja.")], (), self._last(former, url),
        ))

    def _role(self, url: str) -> Page | None:
        """Return what answers for a target group: the new one, where it has the same name."""
        if not url.startswith(ledger.ROLES) or url.count("/") != 2:
            return None
        _ = self.context.gettext
        everyone = Link(ledger.ROLES, _("For deg som er …"))
        former = self._former(ROLE, url.removeprefix(ledger.ROLES))
        if former is None:
            return redirect_page(self.context, url, everyone)
        for role in self.source.roller:
            if role.navn == former.title and self._came_after(ROLE, role.id, former):
                name = self.context.roles[role.id].navn
                return redirect_page(self.context, url, Link(role_address(role.id), name))
        return tombstone_page(self.context, Gone(
            url, self.context.written(former.title), _(_WITHDRAWN),
            [_("Retningslinja har ikke lenger en egen inngang for denne målgruppen.")],
            (everyone,),
        ))

    def _plain(self, url: str) -> Page | None:
        """Return what answers for the plain versions for a target group that has none left."""
        id_ = url.removeprefix(ledger.ROLES).split("/")[0]
        if url != plain_address(id_):
            return None
        role = self.context.roles.get(id_)
        if role is not None:
            return redirect_page(self.context, url, Link(role_address(role.id), role.navn))
        everyone = Link(ledger.ROLES, self.context.gettext("For deg som er …"))
        return redirect_page(self.context, url, everyone)

    def _phases(self, url: str) -> Page | None:
        """Return what answers for a phase, or for all of them when there are none any more."""
        if url not in (ledger.PHASES, ledger.DUTIES) and not url.startswith(ledger.PHASES):
            return None
        _ = self.context.gettext
        if self.source.faser:
            return redirect_page(self.context, url, Link(ledger.PHASES, _("Gangen i en sak")))
        return tombstone_page(self.context, Gone(
            url, _("Gangen i en sak"), _(_WITHDRAWN),
            [_("Retningslinja er ikke lenger ordnet etter faser.")],
        ))

    def _report(self, url: str) -> Page | None:
        if url != ledger.REPORT:
            return None
        _ = self.context.gettext
        return tombstone_page(self.context, Gone(
            url, _("Rapport om metoden"), _(_WITHDRAWN),
            [_("Retningslinja har ikke lenger noen rapport om metoden.")],
        ))

    def _course(self, url: str) -> Page | None:
        """Return what answers for a course that is gone, and for the list when there are none."""
        if not url.startswith(ledger.COURSES) or url.endswith(_FILES):
            return None
        _ = self.context.gettext
        all_ = Link(ledger.COURSES, _("Kurs"))
        id_ = url.removeprefix(ledger.COURSES).split("/")[0]
        former = self.places.release_index.former.get((COURSE, id_))
        ways = (all_,) if self.source.kurs else ()
        if not id_:
            return tombstone_page(self.context, Gone(
                url, all_.text, _(_WITHDRAWN), [_("Retningslinja har ikke lenger noen kurs.")],
            ))
        if former is None:
            return redirect_page(self.context, url, all_) if ways else None
        return tombstone_page(self.context, Gone(
            url, self.context.written(former.title), _(_WITHDRAWN),
            [_("Kurset er ikke lenger en del av retningslinja.")], ways, self._last(former, url),
        ))

    def _template(self, url: str) -> Page | None:
        """Return what answers for a template, or for the list of them, when it is gone."""
        if url == TOOLS or (url == TEMPLATES and self.source.maler):
            return redirect_page(self.context, url, Link("", self.context.gettext("Oversikt")))
        if not url.startswith(TEMPLATES) or url.count("/") > _INNER:
            return None
        _ = self.context.gettext
        former = self._former(TEMPLATE, url.removeprefix(TEMPLATES))
        name = self.context.written(former.title) if former else _("Maler")
        return tombstone_page(self.context, Gone(
            url, name, _(_WITHDRAWN), [_("Malen er ikke lenger en del av retningslinja.")],
            (Link(TEMPLATES, _("Maler")),) if self.source.maler else (),
            self._last(former, url) if former else None,
        ))

    def _former(self, kind: str, url: str) -> Former | None:
        if url.count("/") != 1 or not url.endswith("/"):
            return None
        return self.places.release_index.former.get((kind, url.rstrip("/")))

    def _came_after(self, kind: str, id_: str, gone: Former) -> bool:
        """Return whether ``id_`` came when ``gone`` went or later: else it is another one."""
        known = self.places.release_index.former.get((kind, id_))
        return known is None or known.first > gone.last

    def _last(self, former: Former, url: str) -> Link | None:
        """Return the way to the page in the last release that had it."""
        version = self.places.release_index.versions[former.last]
        return self._in_version(version, url) if f"v/{version}/{url}" in self.kept else None
