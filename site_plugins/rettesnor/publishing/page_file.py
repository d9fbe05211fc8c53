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
from rettesnor.rendering.context import Context
from rettesnor.rendering.footer import footer, steps
from rettesnor.rendering.menu import menu
from rettesnor.rendering.page import Page

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
    """

    url: str
    key: str
    digest: str
    links: tuple[str, ...]
    search: str
    faults: tuple[str, ...] = ()

    def row(self) -> tuple[object, ...]:
        """Return the fields in order, as plain values."""
        return self.url, self.key, self.digest, self.links, self.search, self.faults


def path_of(url: str) -> str:
    """Return the file that answers ``url``."""
    return f"{url}index.html"


def compose(page: Page, context: Context, shell: Shell) -> str:
    """Return the whole HTML of ``page``."""
    site = context.guideline.korttittel
    title = page.title if page.kind == "forside" else f"{page.title} – {site}"
    canonical = ""
    if shell.site_url and not page.base:
        canonical = f'<link rel="canonical" href="{escape(shell.site_url + page.url)}">'
    return shell.frames[page.depth].fill(
        {
            "title": escape(title),
            "description": escape(page.description),
            "canonical": canonical,
            "head": "",
            "site": escape(site),
            "menu": menu(context, page),
            "body": page.body,
            "steps": steps(page),
            "footer": footer(context, page.root),
            "kind": page.kind,
        }
    )


def write(page: Page, key: str, context: Context, shell: Shell, folder: Path) -> PageFile:
    """Write ``page`` below ``folder`` and return what there is to know of the file."""
    html = compose(page, context, shell)
    data = html.encode()
    target = f"{folder}/{path_of(page.url)}"
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb", buffering=0) as stream:
        stream.write(data)
    links, faults = inspect(html, page)
    return PageFile(
        page.url, key, hashlib.sha256(data).hexdigest(), links, _search(page), faults
    )


def ids(html: str) -> list[str]:
    """Return the ids in ``html``, in order."""
    return _ID.findall(html)


def inspect(html: str, page: Page) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the site-internal links of a page and the faults that it has by itself."""
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
            links.append(_absolute(page, href))
    return tuple(sorted(links)), tuple(sorted(faults))


def _absolute(page: Page, href: str) -> str:
    root = page.root
    if href.startswith(root) and not href.startswith("../", len(root)):
        return href[len(root) :]
    path, _, anchor = href.partition("#")
    whole = normpath(join("/", page.url, path))[1:]
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
