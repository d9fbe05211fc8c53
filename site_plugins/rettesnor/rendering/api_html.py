"""Prose as HTML for other programs: links instead of what a page of ours unfolds in place."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from rettesnor.model.fields import GUIDELINE_TEXTS
from rettesnor.model.prose import Fragment, Reference
from rettesnor.rendering.context import Context
from rettesnor.rendering.reference_resolver import Resolver

GUIDELINE = "guideline/guideline.yml"


class OpenResolver(Resolver):
    """Fills references with plain links.

    Args:
        up: the way from the file that holds the HTML to the site's root, ending in a slash.
    """

    def __init__(self, context: Context, up: str) -> None:
        super().__init__(context, up + context.folder, local_sources=False)
        self._pictures = f"{up}bilder/"

    def _html(self, reference: Reference) -> str:
        if reference.kind == "bilde":
            return f'<img src="{self._pictures}{quote(reference.target)}" alt="{reference.text}">'
        return super()._html(reference)

    def _term(self, reference: Reference) -> str:
        term = self._context.terms.get(reference.target.casefold())
        if term is None:
            return self._act(reference)
        return f'<a href="{escape(self._root)}ordliste/#{term.id}">{reference.text}</a>'


def open_html(context: Context, fragments: Mapping[str, Fragment], up: str) -> dict[str, str]:
    """Return the HTML of ``fragments``, by the same names.

    Args:
        up: the way from the file that holds it to the site's root, or the site's address.
    """
    fill = OpenResolver(context, up).fill
    return {name: fill(fragment) for name, fragment in fragments.items() if fragment.html}


def frame_html(context: Context, up: str) -> dict[str, str]:
    """Return the HTML of the frame's prose, by dotted pointer; chapters go by their id."""
    fill = OpenResolver(context, up).fill
    own = context.fragments.get(GUIDELINE, {})
    html = {name: fill(own.get(name)) for name in GUIDELINE_TEXTS}
    for number, chapter in enumerate(context.guideline.kapitler):
        html[f"kapitler.{chapter.id}.ingress"] = fill(own.get(f"kapitler.{number}.ingress"))
    for page in context.guideline.tekstsider:
        fragment = context.fragments.get(f"guideline/{page.id}.md", {}).get("")
        html[f"tekstsider.{page.id}.tekst"] = fill(fragment)
    return {name: text for name, text in html.items() if text}
