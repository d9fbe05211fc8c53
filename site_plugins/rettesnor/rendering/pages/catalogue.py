"""The catalogue's own pages: front page, search, and the page for addresses that lead nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from urllib.parse import urlsplit

from markupsafe import Markup

from rettesnor.model.catalogue import LABELS, REPLACED_STATUS, Catalogue, Listing, Tekster
from rettesnor.model.collation import in_order
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.pages import page_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.i18n import language
from rettesnor.rendering.jinja_env import norwegian_date
from rettesnor.rendering.page import Page
from rettesnor.rendering.scripts import script, stylesheet

KIND = "katalog"
"""The kind of the front page, which style sheets know it by."""
FEED = "feed.xml"
DATA = "api/v1/guidelines.json"
SEARCH = page_address("sok")
MENU_LIMIT = 30
"""Above this many guidelines the menu does not name them, so that pages do not grow."""
_STATES = {
    "utkast": N_("Utkast"), "høring": N_("Høringsutgave"), "gjeldende": N_("Gjeldende"),
    "under revisjon": N_("Under revisjon"), "opphevet": N_("Opphevet"),
    REPLACED_STATUS: N_("Erstattet"),
}

Choice = tuple[str, str, list[Mapping[str, object]]]
"""A value of a filter: what it is in an address, its name, and the guidelines that have it."""


@dataclass(frozen=True)
class CatalogueView:
    """A catalogue in one language.

    Attributes:
        items: its guidelines, in order.
        code: the language (BCP 47).
        site_url: where the site is published, ending in a slash; empty when not known.
        released: whether any of the guidelines has a release, and so the site a feed.
    """

    catalogue: Catalogue
    items: Sequence[Listing]
    code: str
    site_url: str = ""

    @property
    def folder(self) -> str:
        """Where its pages are, below the site's root."""
        return self.catalogue.folder(self.code)

    @property
    def released(self) -> bool:
        """Whether any of its guidelines has a release, and so the site a feed."""
        return any(item.released for item in self.items)

    @cached_property
    def rows(self) -> list[dict[str, object]]:
        """The guidelines as the templates show them."""
        return [self._row(item) for item in self.items]

    def gettext(self, text: str) -> str:
        """Return ``text`` in its language."""
        return language(self.code).gettext(text)

    @property
    def untranslated(self) -> Mapping[str, Markup]:
        """The attributes of its title and introduction where they are not translated."""
        first = self.catalogue.languages[0].id
        told = self.catalogue.tekster.get(self.code, Tekster())
        return {
            "tittel": self._lang(self.code if told.tittel else first),
            "om": self._lang(self.code if told.om else first),
        }

    def _row(self, item: Listing) -> dict[str, object]:
        topics = {topic.id: topic for topic in self.catalogue.emner}
        own = item.language(self.code)
        return {
            **self._link(item), "id": item.id, "eier": item.owners[own], "eier_id": slug(item.eier),
            "short_title": item.short_title(self.code), "emner": " ".join(item.emner),
            "topics": [topics[one].name(self.code) for one in item.emner],
            "status": slug(item.status), "status_class": slug(item.status),
            "state": self.state(item.status), "edition": self._edition(item), "count": item.count,
            "note": item.notes.get(own, ""), "note_lang": self._lang(own),
            "relations": self._relations(item),
        }

    def _link(self, item: Listing) -> dict[str, object]:
        return {
            "url": item.address(self.code), "title": item.title(self.code),
            "lang": self._lang(item.language(self.code), link=True),
        }

    def _lang(self, code: str, *, link: bool = False) -> Markup:
        """Return the attributes of what is in another language than the page; else nothing."""
        if code == self.code:
            return Markup()
        said = Markup(' lang="{}"').format(code)
        return said + Markup(' hreflang="{}"').format(code) if link else said

    def _relations(self, item: Listing) -> list[tuple[str, list[dict[str, object]]]]:
        listed = {one.id: one for one in self.items}
        found: dict[str, list[dict[str, object]]] = {}
        for one in item.forhold:
            about = one.about(self.code)
            first = self.catalogue.languages[0].id
            said = self.code if self.code in one.oversettelser else first
            found.setdefault(self.gettext(LABELS[one.type]), []).append({
                **self._link(listed[one.til]), "about": about, "about_lang": self._lang(said),
            })
        return list(found.items())

    def state(self, status: str) -> str:
        """Return a guideline's status in words."""
        return self.gettext(_STATES[status]) if status in _STATES else status.capitalize()

    def _edition(self, item: Listing) -> str:
        _ = self.gettext
        if not item.released:
            return _("Arbeidsutgave, ikke utgitt")
        if item.working:
            return _("Arbeidsutgave etter {version}, ikke utgitt").format(version=item.released)
        day = norwegian_date(item.dato, self.code)
        return _("Versjon {version}, {day}").format(version=item.versjon, day=day)

    @property
    def filters(self) -> list[tuple[str, str, list[Choice]]]:
        """The filters: name, label and choices; only those that there is something to choose in."""
        _ = self.gettext
        owners = {
            item.owners[item.language(self.code)]: slug(item.eier) for item in reversed(self.items)
        }
        states = [one for one in _STATES if any(item.status == one for item in self.items)]
        found = [
            ("emne", _("Emne"), self._choices(
                "emner", ((topic.id, topic.name(self.code)) for topic in self.catalogue.emner)
            )),
            ("eier", _("Ansvarlig"), self._choices(
                "eier_id", ((owners[name], name) for name in in_order(owners))
            )),
            ("status", _("Status"), self._choices(
                "status", ((slug(one), self.state(one)) for one in states)
            )),
        ]
        return [(name, label, choices) for name, label, choices in found if len(choices) > 1]

    def _choices(self, key: str, values: Iterable[tuple[str, str]]) -> list[Choice]:
        found: list[Choice] = []
        for value, shown in values:
            listed: list[Mapping[str, object]] = [
                row for row in self.rows if value in str(row[key]).split()
            ]
            if listed:
                found.append((value, shown, listed))
        return found


def front_page(view: CatalogueView) -> Page:
    """Return the front page: all guidelines, with filters."""
    texts, root = view.catalogue.texts(view.code), _root(view.folder)
    body = environment.render(
        "catalogue/front", view.code, texts=texts, root=root, items=view.rows, filters=view.filters,
        lang=view.untranslated,
    )
    head = stylesheet("overview", root) + stylesheet("catalogue", root)
    return Page(
        view.folder, KIND, texts.tittel, texts.om.split("\n")[0], body,
        head=head + script("catalogue", root, view.code),
    )


def search_page(view: CatalogueView) -> Page:
    """Return the page of search in all guidelines."""
    url = f"{view.folder}{SEARCH}"
    body = environment.render("catalogue/search", view.code, root="../")
    about = view.gettext("Søk i alle retningslinjene.")
    return Page(url, "sok", view.gettext("Søk"), about, body, indexed=False)


def not_found_page(view: CatalogueView) -> Page:
    """Return the page for addresses that lead nowhere, with links from the site's root."""
    root = urlsplit(view.site_url).path or "/"
    body = environment.render("catalogue/not_found", view.code, root=root)
    title = view.gettext("Siden finnes ikke")
    return Page("404.html", "ukjent", title, f"{title}.", body, base=root, indexed=False)


def surroundings(page: Page, view: CatalogueView) -> dict[str, str]:
    """Return what the layout shows around ``page``, safe HTML by the name of its slot."""
    catalogue, root = view.catalogue, page.base or page.root
    texts, home = catalogue.texts(view.code), f"{root}{view.folder}"
    title = page.title if page.kind == KIND else f"{page.title} – {texts.korttittel}"
    items = view.rows if len(view.rows) <= MENU_LIMIT else []
    others = [one for one in catalogue.languages if one.id != view.code]
    own = page.url.removeprefix(view.folder) if not page.base else ""
    switch = "".join(
        f'<a class="rn-tool rn-tool--language" href="{root}{catalogue.folder(one.id)}{own}" '
        f'lang="{one.id}" hreflang="{one.id}" data-rn-language><span>{escape(one.navn)}</span></a>'
        for one in others
    )
    return {
        "title": escape(title), "description": escape(page.description), "kind": page.kind,
        "canonical": _canonical(page, view), "head": _head(page, view, own),
        "site": escape(texts.korttittel), "menu": environment.render(
            "catalogue/menu", view.code, home=home, root=root, items=items, kind=page.kind,
        ),
        "notice": "", "body": page.body, "steps": "", "footer": environment.render(
            "catalogue/footer", view.code, home=home, data=f"{root}{DATA}",
            feed=f"{root}{FEED}" if view.released else "", links=catalogue.lenker,
            publisher=catalogue.utgiver,
        ),
        "lang": view.code, "home": home, "languages": switch, "up": "",
    }


def _canonical(page: Page, view: CatalogueView) -> str:
    if not view.site_url or page.base:
        return ""
    return f'<link rel="canonical" href="{escape(view.site_url + page.url)}">'


def _head(page: Page, view: CatalogueView, own: str) -> str:
    if not page.indexed:
        return f'<meta name="robots" content="noindex">{page.head}'
    root, catalogue = page.root, view.catalogue
    start = view.site_url or root
    told = ""
    if len(catalogue.languages) > 1:
        places = [(one.id, catalogue.folder(one.id)) for one in catalogue.languages]
        told = "".join(
            f'<link rel="alternate" hreflang="{code}" href="{escape(f"{start}{folder}{own}")}">'
            for code, folder in (*places, ("x-default", ""))
        )
    if view.released:
        name = escape(view.gettext("Nye utgaver av retningslinjene"))
        told += (
            f'<link rel="alternate" type="application/atom+xml" title="{name}" '
            f'href="{root}{FEED}">'
        )
    return told + page.head


def slug(text: str) -> str:
    """Return ``text`` as a word for addresses and ids: letters a to z, digits and hyphens."""
    spelled = text.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"


def _root(folder: str) -> str:
    return "../" * folder.count("/") or "./"
