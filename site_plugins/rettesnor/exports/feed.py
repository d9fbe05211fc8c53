"""Atom feeds (RFC 4287) of releases, with tag URIs (RFC 4151) that outlive any address."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_UNKNOWN_HOST = "rettesnor.invalid"
"""Stands for the publisher's domain when the guideline gives none (RFC 2606: leads nowhere)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A release in a feed.

    Attributes:
        url: relative to the site's root.
        dato: the day of the release, ISO 8601.
        changes: one plain sentence for each change.
        number: which of the releases of its day it is, counted from 0.
        changed: the day of the last news of it, where that is later; ISO 8601.
    """

    versjon: str
    dato: str
    url: str
    title: str
    changes: tuple[str, ...]
    number: int = 0
    changed: str = ""

    @property
    def published(self) -> str:
        """When it was released: records keep the day, and a second tells releases of it apart."""
        return _instant(self.dato, self.number)

    @property
    def updated(self) -> str:
        """When there was news of it; feed readers order entries by this, and show them again."""
        return _instant(self.changed or self.dato, self.number)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed.

    Attributes:
        name: its own part of its id: empty for all releases, else the chapter's id.
        url: of the feed itself, relative to the site's root.
        page: of the page it belongs to, relative to the site's root.
        entries: newest first.
        subtitle: what else a reader must know; empty for nothing.
    """

    name: str
    title: str
    url: str
    page: str
    entries: tuple[Entry, ...]
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes.

    Attributes:
        guideline: its id.
        link: the publisher's own address; empty when not known.
        since: the day of the first release.
        site: where the site is published, ending in a slash; empty when not known.
    """

    name: str
    guideline: str
    link: str
    since: str
    site: str = ""

    def tag(self, *parts: str) -> str:
        """Return a tag URI: authority and day from the publisher, never from where the site stands.

        ``tag:eksempel.no,2026-11-22:handhygiene/1.0.0``
        """
        host = urlsplit(self.link).hostname or _UNKNOWN_HOST
        specific = "/".join(filter(None, (self.guideline, *parts)))
        return f"tag:{host.removeprefix('www.')},{self.since}:{specific}"


def atom(feed: Feed, publisher: Publisher) -> str:
    """Return ``feed`` as an Atom document.

    Addresses are absolute when the site's is known, else relative to the feed (RFC 4287,
    section 2: resolved against the address it was got from).
    """
    out = publisher.site or "../" * feed.url.count("/") or "./"
    updated = feed.entries[0].updated if feed.entries else _instant(publisher.since)
    this = f"{out}{feed.url}"
    return (
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nb">\n'
        f"<id>{escape(publisher.tag(feed.name))}</id>\n"
        f"<title>{escape(feed.title)}</title>\n"
        f"{f'<subtitle>{escape(feed.subtitle)}</subtitle>' + chr(10) if feed.subtitle else ''}"
        f"<updated>{updated}</updated>\n"
        f"<author><name>{escape(publisher.name)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href="{escape(this)}"/>\n'
        f'<link rel="alternate" type="text/html" href="{escape(out + feed.page)}"/>\n'
        f"<generator>Rettesnor</generator>\n"
        f"{''.join(_entry(entry, feed, publisher, out) for entry in feed.entries)}</feed>\n"
    )


def _entry(entry: Entry, feed: Feed, publisher: Publisher, out: str) -> str:
    content = "".join(f"<li>{escape(change)}</li>" for change in entry.changes)
    return (
        "<entry>\n"
        f"<id>{escape(publisher.tag(feed.name, entry.versjon))}</id>\n"
        f"<title>{escape(entry.title)}</title>\n"
        f"<updated>{entry.updated}</updated>\n"
        f"<published>{entry.published}</published>\n"
        f'<link rel="alternate" type="text/html" href="{escape(out + entry.url)}"/>\n'
        f'<content type="html">{escape(f"<ul>{content}</ul>")}</content>\n'
        "</entry>\n"
    )


def _instant(day: str, seconds: int = 0) -> str:
    """Return a time early on ``day`` as RFC 3339 wants it; Atom knows no dates without a time."""
    minutes, second = divmod(seconds, 60)
    return f"{day}T{minutes // 60:02}:{minutes % 60:02}:{second:02}Z"
