"""Pages for addresses that were published and whose page is no more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from rettesnor.model.change import TattUt
from rettesnor.model.translation import LANGUAGE
from rettesnor.publishing.places import Places
from rettesnor.record import ledger
from rettesnor.rendering.environment import norwegian_date
from rettesnor.rendering.gone_pages import redirect_page, tombstone_page
from rettesnor.rendering.page import Link, Page
from rettesnor.rendering.past import Gone

_ENDED = {
    "opphevet": "ble tatt ut", "flyttet": "ble flyttet", "delt": "ble delt i flere",
    "sammenslått": "ble slått sammen med en annen",
}
_FILES = (".xml", ".json", ".txt")


def published(changelog: Path) -> list[str]:
    """Return the addresses in the ledger, relative to the site's root."""
    path = changelog / ledger.NAME
    return ledger.read(path.read_text(encoding="utf-8")) if path.is_file() else []


def gone_pages(
    places: Places, addresses: Iterable[str], present: Collection[str], kept: Collection[str]
) -> tuple[list[Page], list[str]]:
    """Return what answers at those of ``addresses`` that are not ``present``, and those left.

    Args:
        kept: the addresses of old versions' pages that were published.
    """
    known = places.chronicle.addresses.ids
    addresses = list(addresses)
    languages = _languages(addresses)
    pages, lost = [], []
    for url in dict.fromkeys([*addresses, *known]):
        if url in present:
            continue
        page = _page(places, url, present) or _prose(places, url, kept)
        page = page or _translated(places, url, languages) or _way(places, url)
        if page is None:
            lost.append(url)
        else:
            pages.append(page)
    return pages, lost


def _languages(addresses: Iterable[str]) -> frozenset[str]:
    """Return the folders of all languages that the site was ever published in, but the first."""
    end = ledger.LISTS[0]
    return frozenset(
        folder for url in addresses if url.endswith(end) and (folder := url.removesuffix(end))
        and LANGUAGE.fullmatch(folder.rstrip("/"))
    )


def _translated(places: Places, url: str, languages: Collection[str]) -> Page | None:
    """Return the way from what is no more in another language to what tells of it in the first."""
    folder, slash, inner = url.partition("/")
    if folder + slash not in languages:
        return None
    return redirect_page(places.context, url, Link(inner, _name(places, inner)))


def _way(places: Places, url: str) -> Page | None:
    """Return the way from a target group or from phases that are no more to what there is."""
    gettext = places.context.gettext
    if url == ledger.PHASES:
        return redirect_page(places.context, url, Link("", gettext("Oversikt")))
    if url.startswith(ledger.ROLES) and url.count("/") == 2:
        return redirect_page(places.context, url, Link(ledger.ROLES, gettext("For deg som er …")))
    return None


def _name(places: Places, url: str) -> str:
    """Return what the page at ``url`` is called, as well as it is known."""
    known = places.chronicle.addresses.ids
    parts = url.split("/")
    id_ = known.get("/".join(parts[:2]) + "/")
    return places.title(id_) if id_ else places.chronicle.titles.get(parts[0], f"/{url}")


def _page(places: Places, url: str, present: Collection[str]) -> Page | None:
    known = places.chronicle.addresses.ids
    if url in known:
        return _recommendation(places, url, known[url])
    parts = url.split("/")
    address = "/".join(parts[:2]) + "/"
    if address in known and not url.endswith(_FILES):
        moved = places.url(known[address]) + "/".join(parts[2:])
        if moved in present:
            return redirect_page(
                places.context, url, Link(moved, places.title(known[address]))
            )
        return None
    if len(parts) == 2 and any(other.startswith(url) for other in known):
        return _chapter(places, url)
    return None


def _recommendation(places: Places, url: str, id_: str) -> Page:
    context = places.context
    if id_ in context.heads:
        return redirect_page(context, url, places.link(id_))
    stone, ways = places.stone(id_), places.successors(id_)
    if stone is not None and stone.slag == "flyttet" and len(ways) == 1:
        return redirect_page(context, url, ways[0])
    history = f"{places.url(id_)}historikk/"
    if stone is None:
        return tombstone_page(context, _unreleased(places, url, id_, history))
    versions = places.chronicle.versions
    left = places.chronicle.history.records[-1].manifest.tatt_ut[id_]
    last = versions[versions.index(left) - 1]
    return tombstone_page(context, Gone(
        url, stone.tittel, _said(stone, left), ways,
        Link(f"v/{last}/{places.chronicle.addresses.last[id_]}", f"Les den i versjon {last}"),
        history,
    ))


def _said(stone: TattUt, version: str) -> list[str]:
    ended = _ENDED.get(stone.slag, "ble tatt ut")
    when = norwegian_date(stone.dato)
    sentences = [f"Anbefalingen «{stone.tittel}» {ended} {when}, i versjon {version}."]
    return [*sentences, stone.grunn] if stone.grunn else sentences


def _unreleased(places: Places, url: str, id_: str, history: str) -> Gone:
    """Return what is told of a recommendation that the working tree has taken out."""
    version = places.chronicle.versions[-1]
    return Gone(
        url, places.title(id_),
        [f"Anbefalingen er tatt ut av arbeidsutgaven, men gjelder fortsatt slik den står i "
         f"versjon {version}."],
        (), Link(f"v/{version}/{places.url(id_)}", f"Les den i versjon {version}"), history,
    )


def _prose(places: Places, url: str, kept: Collection[str]) -> Page | None:
    """Return what is told of a prose page that is no more; None when no release had it."""
    if url.count("/") != 1 or not url.endswith("/"):
        return None
    versions = [v for v in places.chronicle.versions if f"v/{v}/{url}" in kept]
    if not versions:
        return None
    last, name = versions[-1], url.rstrip("/")
    return tombstone_page(places.context, Gone(
        url, places.chronicle.titles.get(name, name),
        ["Siden er ikke lenger en del av retningslinja."], (),
        Link(f"v/{last}/{url}", f"Les den i versjon {last}"),
    ))


def _chapter(places: Places, url: str) -> Page:
    """Return what is told of a chapter that is no more."""
    known = places.chronicle.addresses.ids
    ids = dict.fromkeys(id_ for address, id_ in known.items() if address.startswith(url))
    ways = dict.fromkeys(
        way for id_ in ids
        for way in ((places.link(id_),) if id_ in places.context.heads else places.successors(id_))
    )
    return tombstone_page(places.context, Gone(
        url, places.chronicle.titles.get(url.rstrip("/"), url.rstrip("/")),
        ["Kapitlet er ikke lenger en del av retningslinja."], tuple(ways),
    ))
