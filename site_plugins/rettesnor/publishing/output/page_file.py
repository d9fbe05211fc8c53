"""From a rendered page to the file a browser gets, and what verification needs to know of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from pathlib import Path
from posixpath import join, normpath

from rettesnor.model.pages import BY_ID
from rettesnor.publishing.data import api as open_data
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.output.static_files import write_file
from rettesnor.rendering import json_ld as linked_data
from rettesnor.rendering.context import DRAFT, Context
from rettesnor.rendering.embed import NAME as EMBED
from rettesnor.rendering.embed import embed_data, embed_html
from rettesnor.rendering.feed_links import feeds
from rettesnor.rendering.footer import footer
from rettesnor.rendering.language_switch import alternates, language_switch, page_note
from rettesnor.rendering.link_up import without_link_up
from rettesnor.rendering.page import Page, SearchSection
from rettesnor.rendering.questions import answered, question_sections
from rettesnor.rendering.scripts import site_texts
from rettesnor.rendering.status import status_line
from rettesnor.rendering.twins.twin import NAME as TWIN
from rettesnor.rendering.twins.twin import twin, twin_link
from rettesnor.search.document import Document

PAST = frozenset({
    "historikk", "redlinje", "endringer", "utgave", "siden", "dato", "gjennomgang", "tatt-ut",
    "tillit",
})
"""The kinds of page that are dressed as pages about the past."""
_TAG = re.compile(r'<[a-z][^<>"]*(?:"[^"]*"[^<>"]*)*>')
"""A tag: what looks like an attribute in the text of a page is none."""
_ID = re.compile(r' id="?([^\s">]*)')
_NEEDS_NO_QUOTES = re.compile(r"""( [a-z-]+=)"([^\s"'=<>`]*[^\s"'=<>`/])"(?=[ >])""")
"""A value that HTML lets stand without quotes (HTML, 13.1.2.3). One that ends with a stroke keeps
them: not everything that reads pages knows that it is no end of an empty element."""
_NAMED = re.compile(r' ((?:id|href|src)="[^"]*)"')
"""An id (it alone begins with an i) or a link, with the name of its attribute."""
_QUERY = re.compile(r"\?[^#]*")
_EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page that lies in the site.

    Attributes:
        url: relative to the site's root.
        key: digest of everything it was made from.
        digest: SHA-256 of its bytes, hexadecimal.
        links: other addresses in the site it points to, relative to the root, with anchors.
        search: SHA-256 of its search document, hexadecimal; empty for none.
        faults: what is wrong with it by itself, in Norwegian.
        indexed: whether the sitemap is to name it.
        beside: path and SHA-256 (hexadecimal) of the files that were made with it.
        document: its search document as JSON, when it has just been made; for a page that was
            taken over it is kept (``search_documents``).
    """

    url: str
    key: str
    digest: str
    links: tuple[str, ...]
    search: str
    faults: tuple[str, ...] = ()
    indexed: bool = True
    beside: tuple[tuple[str, str], ...] = ()
    document: bytes = b""

    def row(self) -> tuple[object, ...]:
        """Return the fields in order, as plain values."""
        return (*self.lasting_row(), self.document)

    def lasting_row(self) -> tuple[object, ...]:
        """Return the fields that are kept between builds, in order, as plain values."""
        return (
            self.url, self.key, self.digest, self.links, self.search, self.faults, self.indexed,
            self.beside,
        )


def path_of(url: str) -> str:
    """Return the file that answers ``url``."""
    return f"{url}index.html"


def compose(page: Page, context: Context, shell: PageLayout) -> str:
    """Return the whole HTML of ``page``."""
    site = context.guideline.korttittel
    depth = page.depth if page.base else (context.prefix + page.url).count("/")
    values = {
        "title": escape(_title(page, context)),
        "description": escape(page.description),
        "canonical": _canonical(page, context, shell.site_url),
        "head": _head(page, context, shell.site_url),
        "site": escape(site),
        "notice": _above(page, context),
        "body": page.body + answered(page, context),
        "footer": footer(context, page.root),
        "kind": page.kind,
        "lang": context.language,
        "home": _home(page, context),
        "languages": language_switch(page, context),
        "texts": site_texts(
            page.base or context.site_root(page.root), context.language, context.guideline.styrker
        ),
    }
    return shell.compose(page, context, depth, values)


def _above(page: Page, context: Context) -> str:
    """Return what is said above the content: which text it is, and of its language."""
    state = "".join((page.notice, status_line(page, context, _home(page, context))))
    if page.notice and not context.current:
        state = f'<div class="rn-kept">{state}</div>'
    return "".join((state, page.note or page_note(page, context)))


def _title(page: Page, context: Context) -> str:
    """Return the name of a tab and of a bookmark: it tells what applies from what does not."""
    site = context.guideline.korttittel
    title = page.title if page.kind == "forside" else f"{page.title} – {site}"
    if not context.current:
        return context.gettext("{title} (versjon {version})").format(
            title=title, version=context.guideline.versjon
        )
    if context.prefix.startswith(DRAFT):
        return context.gettext("{title} (utkast)").format(title=title)
    return title


def _home(page: Page, context: Context) -> str:
    """Return the way to the front page of what applies, in the page's language."""
    return page.base + context.folder if page.base else context.home(page.root)


def _canonical(page: Page, context: Context, site_url: str) -> str:
    """Return the canonical link (RFC 6596): pages of old releases name the one that applies."""
    if not site_url or page.base:
        return ""
    address = f"{site_url}{context.folder}{page.canonical or page.url}"
    return f'<link rel="canonical" href="{escape(address)}">'


def _head(page: Page, context: Context, site_url: str) -> str:
    indexed = page.indexed and context.applies
    robots = "" if indexed else '<meta name="robots" content="noindex">'
    style = ""
    if not context.applies or (context.released and page.kind in PAST):
        address = f"{context.site_root(page.root)}assets/rettesnor/history.css"
        style = f'<link rel="stylesheet" href="{address}">'
    if not indexed or page.base:
        return robots + style + feeds(context, page) + twin_link(page, context) + page.head
    told = (
        twin_link(page, context),
        alternates(page, context, site_url), feeds(context, page), open_data.link(page, context),
        linked_data.social(page, context, site_url), linked_data.script(page, context),
    )
    return style + "".join(told) + page.head


def write(page: Page, key: str, context: Context, shell: PageLayout, folder: Path) -> PageFile:
    """Write ``page`` below ``folder`` and return what there is to know of the file."""
    return lay(compose(page, context, shell), page, key, context, folder)


def lay(html: str, page: Page, key: str, context: Context, folder: Path | str) -> PageFile:
    """Write the whole ``html`` of ``page`` to its place below ``folder``."""
    data = (unquoted(html) if page.kind == "anbefaling" and not page.base else html).encode()
    url = context.prefix + page.url
    write_file(f"{folder}/{path_of(url)}", data)
    links, faults = inspect(html, page, context.prefix)
    indexed = page.indexed and context.applies
    document = _document(page, context) if indexed else b""
    search = hashlib.sha256(document).hexdigest() if document else ""
    return PageFile(
        url, key, hashlib.sha256(data).hexdigest(), links, search, faults, indexed,
        _lay_beside(page, context, folder), document,
    )


def _lay_beside(page: Page, context: Context, folder: Path | str
                ) -> tuple[tuple[str, str], ...]:
    """Write the data and the twin that go with ``page``; return their paths and SHA-256."""
    found = [open_data.beside(page, context)]
    if page.content is not None and context.applies:
        own = page.content.recommendation
        where = f"{context.prefix}{page.url}{EMBED}"
        found += [
            (f"{where}.json", embed_data(context, own)),
            (f"{where}.html", embed_html(context, own.id).encode()),
        ]
    if text := twin(page, context):
        found.append((f"{context.prefix}{page.url}{TWIN}", text))
    written = []
    for path, data in filter(None, found):
        write_file(f"{folder}/{path}", data)
        written.append((path, hashlib.sha256(data).hexdigest()))
    return tuple(written)


def unquoted(html: str) -> str:
    """Return the page without the quotes that its content and menu can do without.

    Recommendations are what phones load most, and they have some two hundred short values.
    """
    head, start, body = html.partition("<body")
    body, end, rest = body.partition("<footer")
    short = _TAG.sub(lambda tag: _NEEDS_NO_QUOTES.sub(r"\1\2", tag[0]), start + body)
    return f"{head}{short}{end}{rest}"


def ids(html: str) -> list[str]:
    """Return the ids in ``html``, in order."""
    return _ID.findall("".join(_TAG.findall(html)))


def inspect(
    html: str, page: Page, prefix: str = ""
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the site-internal links of a page below ``prefix``, and its own faults."""
    # The link up leads out of this site; the catalogue checks that what it leads to is there.
    named = _NAMED.findall("".join(_TAG.findall(without_link_up(html))))
    found = [one[4:] for one in named if one[0] == "i"]
    hrefs = {one.partition('"')[2] for one in named if one[0] != "i"}
    known = set(found)
    faults = []
    if len(known) != len(found):
        double = sorted({name for name in found if found.count(name) > 1})
        faults.append(f"Id-en «{double[0]}» står mer enn én gang på siden.")
    if "\x02" in html:
        faults.append("En henvisning på siden er ikke fylt ut.")
    links, root = [], page.root
    for href in hrefs:
        if href[:1] == "#":
            if href[1:] not in known:
                faults.append(f"Lenka «{href}» fører ikke til noe på siden.")
        elif href[:1] == "." or not _EXTERNAL.match(href):
            links.append(_absolute(page, href, root, prefix))
    return tuple(sorted(links)), tuple(sorted(faults))


def _absolute(page: Page, href: str, root: str, prefix: str) -> str:
    found = _from_root(href, root, prefix)
    if found is not None:
        return found
    path, _, anchor = _QUERY.sub("", href).partition("#")
    whole = normpath(join("/", prefix + page.url, path))[1:]
    if whole and path.endswith(("/", "..")):
        whole += "/"
    return f"{whole}#{anchor}" if anchor else whole


@lru_cache(maxsize=5_000)
def _from_root(href: str, root: str, prefix: str) -> str | None:
    """Return where ``href`` leads when it goes by the root of the pages; None for another way.

    Most links of a page stand on all pages of its chapter, and all of them hold the same text.
    """
    if not href.startswith(root) or href.startswith("../", len(root)):
        return None
    return prefix + _QUERY.sub("", href)[len(root) :]


def _document(page: Page, context: Context) -> bytes:
    """Return what search is to know of ``page``, as JSON; empty for nothing."""
    searched = _searched(page, context)
    if not searched:
        return b""
    chapter = context.chapters.get(page.chapter)
    head = context.heads.get(page.url.split("/")[1]) if page.kind == "anbefaling" else None
    roles, sources = context.roles, context.citations
    return Document(
        page.url, page.title, page.kind, chapter.tittel if chapter else "",
        head.styrke if head else "",
        tuple(roles[id_].navn for id_ in head.maalgrupper if id_ in roles) if head else (),
        tuple((s.anchor, s.title, uncited(s.text, sources), s.words) for s in searched),
    ).json()


def _searched(page: Page, context: Context) -> Sequence[SearchSection]:
    """Return the sections of ``page``, with the words that readers ask for its kind by and the
    questions that it answers."""
    asked_by = BY_ID[page.kind].searched_by
    questions = question_sections(page, context)
    if not asked_by and not questions:
        return page.search
    first, *others = page.search or (SearchSection("", page.title, page.description),)
    words = f"{first.words} {context.gettext(asked_by) if asked_by else ''}".strip()
    return replace(first, words=words), *others, *questions


def uncited(text: str, sources: Container[str]) -> str:
    """Return ``text`` without its citations: brackets that hold nothing but keys of ``sources``.

    The blank before them goes too.
    """
    before, *rest = text.split("(")
    if not rest:
        return text
    kept = [before]
    for part in rest:
        inside, closing, after = part.partition(")")
        keys = [item.split(",")[0] for item in inside.split("; ")]
        if closing and all(key in sources for key in keys):
            kept[-1] = kept[-1].removesuffix(" ")
            kept.append(after)
        else:
            kept.append(f"({part}")
    return "".join(kept)
