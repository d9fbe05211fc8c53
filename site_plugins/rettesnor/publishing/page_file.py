"""From a rendered page to the file a browser gets, and what verification needs to know of it."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from posixpath import join, normpath

from rettesnor.publishing.shell import Shell
from rettesnor.rendering.context import DRAFT, Context
from rettesnor.rendering.feeds import feeds
from rettesnor.rendering.footer import footer, steps
from rettesnor.rendering.hooks import bar
from rettesnor.rendering.menu import menu
from rettesnor.rendering.notice import draft_notice
from rettesnor.rendering.page import Link, Page

PAST = frozenset({
    "historikk", "redlinje", "endringer", "utgave", "siden", "dato", "gjennomgang", "tatt-ut",
})
"""The kinds of page that are dressed as pages about the past."""
_ID = re.compile(r' id="([^"]*)"')
_HREF = re.compile(r' (?:href|src)="([^"]*)"')
_EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//")
_SEARCH = json.dumps(
    {
        "lang": ["no"],
        "separator": r"[\s\-.,:;!?()«»\"§/]+",
        "pipeline": ["stopWordFilter", "stemmer"],
        "fields": {"title": {"boost": 20}, "text": {"boost": 1}, "tags": {"boost": 1}},
    },
    ensure_ascii=False, separators=(",", ":"),
)
"""How the worker is to read words: Norwegian stems, and no punctuation."""


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page that lies in the site.

    Attributes:
        url: relative to the site's root.
        key: digest of everything it was made from.
        digest: SHA-256 of its bytes, hexadecimal.
        links: other addresses in the site it points to, relative to the root, with anchors.
        search: its search documents as JSON, joined by commas; empty for none.
        faults: what is wrong with it by itself, in Norwegian.
        indexed: whether the sitemap is to name it.
    """

    url: str
    key: str
    digest: str
    links: tuple[str, ...]
    search: str
    faults: tuple[str, ...] = ()
    indexed: bool = True

    def row(self) -> tuple[object, ...]:
        """Return the fields in order, as plain values."""
        return (
            self.url, self.key, self.digest, self.links, self.search, self.faults, self.indexed,
        )


def path_of(url: str) -> str:
    """Return the file that answers ``url``."""
    return f"{url}index.html"


def compose(page: Page, context: Context, shell: Shell) -> str:
    """Return the whole HTML of ``page``."""
    site = context.guideline.korttittel
    title = page.title if page.kind == "forside" else f"{page.title} – {site}"
    depth = page.depth if page.base else (context.prefix + page.url).count("/")
    return shell.frames[depth].fill(
        {
            "title": escape(title),
            "description": escape(page.description),
            "canonical": _canonical(page, shell.site_url),
            "head": _head(page, context),
            "site": escape(site),
            "menu": menu(context, page),
            "notice": "".join((page.notice or _draft(page, context), _hearing(page, context))),
            "body": page.body,
            "steps": steps(page),
            "footer": footer(context, page.root),
            "kind": page.kind,
        }
    )


def _canonical(page: Page, site_url: str) -> str:
    """Return the canonical link (RFC 6596): pages of old releases name the one that applies."""
    if not site_url or page.base:
        return ""
    return f'<link rel="canonical" href="{escape(site_url + (page.canonical or page.url))}">'


def _draft(page: Page, context: Context) -> str:
    """Return what stands on top of the pages of a working tree that does not apply."""
    if context.prefix != DRAFT:
        return ""
    way = Link(f"{context.way_out}{page.root}", "Gå til gjeldende versjon")
    return draft_notice(context.released, way)


def _hearing(page: Page, context: Context) -> str:
    """Return what the page says of the hearing that its text is in."""
    if page.kind not in ("forside", "kapittel", "anbefaling", "side"):
        return ""
    id_ = page.url.split("/")[1] if page.kind == "anbefaling" else ""
    root = f"{context.way_out}{page.root}"
    return bar(context.hearings, context.guideline.versjon, id_, root, page.headings)


def _head(page: Page, context: Context) -> str:
    indexed = page.indexed and not context.prefix
    robots = "" if indexed else '<meta name="robots" content="noindex">'
    style = ""
    if context.prefix or (context.released and page.kind in PAST):
        address = f"{context.way_out}{page.root}assets/rettesnor/history.css"
        style = f'<link rel="stylesheet" href="{address}">'
    return robots + style + feeds(context, page) + page.head


def write(page: Page, key: str, context: Context, shell: Shell, folder: Path) -> PageFile:
    """Write ``page`` below ``folder`` and return what there is to know of the file."""
    return lay(compose(page, context, shell), page, key, context.prefix, folder)


def lay(html: str, page: Page, key: str, prefix: str, folder: Path | str) -> PageFile:
    """Write the whole ``html`` of ``page`` to its place below ``folder`` and ``prefix``."""
    data = html.encode()
    url = prefix + page.url
    target = f"{folder}/{path_of(url)}"
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb", buffering=0) as stream:
        stream.write(data)
    links, faults = inspect(html, page, prefix)
    indexed = page.indexed and not prefix
    return PageFile(
        url, key, hashlib.sha256(data).hexdigest(), links, _search(page) if indexed else "",
        faults, indexed,
    )


def ids(html: str) -> list[str]:
    """Return the ids in ``html``, in order."""
    return _ID.findall(html)


def inspect(
    html: str, page: Page, prefix: str = ""
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the site-internal links of a page below ``prefix``, and its own faults."""
    found = ids(html)
    known = set(found)
    faults = []
    if len(known) != len(found):
        double = sorted({name for name in found if found.count(name) > 1})
        faults.append(f"Id-en «{double[0]}» står mer enn én gang på siden.")
    if "\x02" in html:
        faults.append("En henvisning på siden er ikke fylt ut.")
    links = []
    for href in set(_HREF.findall(html)):
        if href.startswith("#"):
            if href[1:] not in known:
                faults.append(f"Lenka «{href}» fører ikke til noe på siden.")
        elif not _EXTERNAL.match(href):
            links.append(_absolute(page, href, prefix))
    return tuple(sorted(links)), tuple(sorted(faults))


def _absolute(page: Page, href: str, prefix: str) -> str:
    root = page.root
    if href.startswith(root) and not href.startswith("../", len(root)):
        return prefix + href[len(root) :]
    path, _, anchor = href.partition("#")
    whole = normpath(join("/", prefix + page.url, path))[1:]
    if whole and path.endswith(("/", "..")):
        whole += "/"
    return f"{whole}#{anchor}" if anchor else whole


def _search(page: Page) -> str:
    return ",".join(
        json.dumps(
            {
                "location": f"{page.url}#{section.anchor}" if section.anchor else page.url,
                "title": escape(section.title, quote=False),
                "text": escape(section.text, quote=False),
            },
            ensure_ascii=False, separators=(",", ":"),
        )
        for section in page.search
    )


def search_index(segments: Sequence[str]) -> str:
    """Return the search index in the form that Material's search worker reads."""
    return f'{{"config":{_SEARCH},"docs":[{",".join(filter(None, segments))}]}}'
