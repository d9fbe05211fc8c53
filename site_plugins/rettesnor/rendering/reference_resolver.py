"""Filling the slots of rendered prose: citations, laws, terms, recommendations, pages."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from rettesnor.model.guideline import Lov
from rettesnor.model.legal_reference import canonical
from rettesnor.model.prose import SLOT, Fragment, Reference
from rettesnor.rendering.context import Context
from rettesnor.rendering.i18n import SOURCE
from rettesnor.rendering.untranslated import UntranslatedText


class Resolver:
    """Turns the references of one page into HTML.

    Args:
        context: the guideline.
        root: the way from the page to the site's root.
        local_sources: whether the page lists its own sources (citations then stay on it).
    """

    def __init__(self, context: Context, root: str, *, local_sources: bool) -> None:
        self._context, self._root, self._local = context, root, local_sources
        self.cited: list[str] = []
        self._explained: set[str] = set()
        self._language = context.language

    def fill(self, fragment: Fragment | None) -> str:
        """Return the fragment's HTML with every slot filled; empty for no fragment."""
        if fragment is None:
            return ""
        html, words, references = fragment.html, fragment.text, fragment.references
        self._language = self._context.language
        if isinstance(words, UntranslatedText):
            self._language = words.lang
        if not references:
            return html
        parts = SLOT.split(html)
        parts[1::2] = [self._html(references[int(index)]) for index in parts[1::2]]
        return "".join(parts)

    def _html(self, reference: Reference) -> str:
        match reference.kind:
            case "kilde":
                return self._citation(reference)
            case "lov":
                return self._law(reference)
            case "term":
                return self._term(reference)
            case "anbefaling":
                head = self._context.heads.get(reference.target)
                return self._address(head.url if head else "", reference.detail)
            case "side":
                return self._address(f"{reference.target}/", reference.detail)
            case _:
                source = self._context.pictures(self._root) + quote(reference.target)
                return f'<img src="{source}" alt="{reference.text}" loading="lazy">'

    def _address(self, url: str, anchor: str) -> str:
        return escape(f"{self._root}{url}{'#' + anchor if anchor else ''}")

    def _citation(self, reference: Reference) -> str:
        citation = self._context.citations.get(reference.target)
        if citation is None:
            return escape(reference.target)
        self.cited.append(reference.target)
        where = "" if self._local else f"{self._root}kilder/"
        locator = f", {escape(reference.detail)}" if reference.detail else ""
        return (
            f'<a href="{where}#kilde-{reference.target}">'
            f"{citation.short}{locator}</a>"
        )

    def _law(self, reference: Reference) -> str:
        law = self._context.laws.get(reference.target)
        address = law_address(law, reference.detail) if law else ""
        if not address:
            return reference.text
        return f'<a href="{escape(address)}">{reference.text}</a>'

    def _act(self, reference: Reference) -> str:
        law = self._context.act(reference.target)
        if law is None or not law.lenke:
            return reference.text
        return f'<a href="{escape(law.lenke)}">{reference.text}</a>'

    def _term(self, reference: Reference) -> str:
        term = self._context.terms.get(reference.target.casefold())
        if term is None:
            return self._act(reference)
        if term.id in self._explained:
            return reference.text
        self._explained.add(term.id)
        return (
            f'<a class="rn-term" href="{self._root}ordliste/#{term.id}">{reference.text}</a>'
        )


def law_address(law: Lov, section: str) -> str:
    """Return the address of ``section`` of ``law``; empty when the law's own is not known.

    Lovdata's addresses take the section after the law's: ``…/lov/2023-06-09-30/§10-6``; ``§`` is
    percent-encoded because an href holds a URI (RFC 3986).
    """
    if not law.lenke:
        return ""
    if "lovdata.no" not in law.lenke or not section:
        return law.lenke
    section = canonical(section)
    if match := re.fullmatch(r"kapittel (\d+[A-Z]?)", section):
        return f"{law.lenke}/KAPITTEL_{match[1]}"
    if section.startswith("§"):
        return f"{law.lenke}/{quote(section.replace(' ', ''))}"
    return law.lenke


def law_language(law: Lov, code: str = SOURCE) -> str:
    """Return the language of a law's own titles; empty when it is ``code``, the page's.

    The short title tells: «opplæringslova» and «forskrifta» against «kommuneloven».
    """
    nynorsk = law.korttittel.split(" ", 1)[0].endswith(("lova", "forskrifta"))
    own = "nn" if nynorsk else "nb"
    return "" if own == code else own
