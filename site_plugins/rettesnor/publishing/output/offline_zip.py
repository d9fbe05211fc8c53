"""A site to be opened from a folder: a copy whose links name files, packed as a zip.

A server answers ``../plan/`` with ``../plan/index.html``; a browser that opens files shows a
list of the folder instead.
"""

from __future__ import annotations

import os
import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from rettesnor.exports.documents.reproducible_zip import zipped
from rettesnor.model.progress import SILENT, Progress, stage_of
from rettesnor.publishing.documents.sources import OFFLINE

_ADDRESSES = frozenset({"href", "action"})
_ONLINE = "data-rn-online"
_EMPTY = frozenset({"link", "meta", "img", "br", "hr", "input"})
"""Elements without an end tag."""
_OUTWARD = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def pack(site: Path, folder: str, progress: Progress = SILENT) -> bytes:
    """Return the site in ``site`` as a zip with everything in ``folder``."""
    paths = stage_of(progress, "Pakker nettstedet", _paths(site))
    return zipped((f"{folder}/{path}", _content(site / path)) for path in paths)


def for_file_urls(html: str) -> str:
    """Return ``html`` with its links into the site naming files, and fit to be read offline.

    Elements marked ``data-rn-online`` are left out; everything else stays as it is, byte by byte.
    """
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    made: list[str] = []
    end = 0
    for start, stop, text in reader.changes:
        made += (html[end:start], text)
        end = stop
    return "".join((*made, html[end:]))


def file_link(address: str) -> str:
    """Return a link as it leads to a file: ``../plan/#steg`` becomes ``../plan/index.html#steg``.
    """
    if not address or address.startswith(("#", "/")) or _OUTWARD.match(address):
        return address
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    rest = address[len(path) :]
    if path.endswith("/"):
        return f"{path}index.html{rest}"
    if path in ("", ".", "..") or path.endswith("/.."):
        return f"{path}/index.html{rest}" if path else address
    return address


class _Reader(HTMLParser):
    """Finds what is to be changed in a page: where it starts and ends, and what is to stand there.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self.changes: list[tuple[int, int, str]] = []
        self._left_out: tuple[str, int, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        if self._left_out is not None:
            name, start, depth = self._left_out
            self._left_out = name, start, depth + (tag == name)
        elif any(name == _ONLINE for name, _ in attrs):
            if tag in _EMPTY:
                self.changes.append((self._place(), self._place() + len(text), ""))
                return
            self._left_out = tag, self._place(), 1
        elif (new := _changed(text, attrs)) != text:
            place = self._place()
            self.changes.append((place, place + len(text), new))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        if self._left_out is None and (new := _changed(text, attrs)) != text:
            place = self._place()
            self.changes.append((place, place + len(text), new))

    def handle_endtag(self, tag: str) -> None:
        if self._left_out is None or tag != self._left_out[0]:
            return
        name, start, depth = self._left_out
        self._left_out = (name, start, depth - 1) if depth > 1 else None
        if self._left_out is None:
            self.changes.append((start, self._place() + len(f"</{tag}>"), ""))

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def _changed(tag: str, attributes: list[tuple[str, str | None]]) -> str:
    for name, value in attributes:
        if name in _ADDRESSES and value and (new := file_link(value)) != value:
            tag = tag.replace(f'{name}="{escape(value)}"', f'{name}="{escape(new)}"', 1)
    return tag


def _content(path: Path) -> bytes:
    data = path.read_bytes()
    return for_file_urls(data.decode()).encode() if path.suffix == ".html" else data


def _paths(site: Path) -> list[str]:
    found = (
        (Path(folder) / name).relative_to(site).as_posix()
        for folder, _, names in os.walk(site) for name in names
    )
    return sorted(path for path in found if path != OFFLINE)
