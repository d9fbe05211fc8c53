"""The link from a guideline's pages to the catalogue that it is part of."""

from __future__ import annotations

from html import escape

from rettesnor.model.catalogue import LinkUp
from rettesnor.rendering.i18n import language

_BEGINNING, _END = "<nav class=rn-up", "</nav>"  # without quotes, as pages are written


def link_up(up: LinkUp | None, root: str, code: str) -> str:
    """Return the link, and that the guideline is replaced if it is; empty without a catalogue.

    An offline copy of the guideline leaves it out.

    Args:
        root: the way from the page to the root of the guideline's site; empty at the root.
        code: the language of the page.
    """
    if up is None:
        return ""
    _ = language(code).gettext
    name = _("Katalogen")
    told, way = _("Denne retningslinja er erstattet."), _("Gå til den som gjelder nå")
    title = up.titles.get(code) or next(iter(up.titles.values()))
    replaced = ""
    if up.replaced_by:
        replaced = (
            f'<p class="rn-up__replaced"><strong>{told}</strong> '
            f'<a href="{root}../{up.replaced_by}/">{way}</a></p>'
        )
    return (
        f'{_BEGINNING} aria-label="{name}" data-rn-online>'
        f'<a href="{root}../{up.folder(code)}">{escape(title)}</a>{replaced}{_END}'
    )


def without_link_up(html: str) -> str:
    """Return the page ``html`` as it would be if the guideline stood alone."""
    before, found, rest = html.partition(_BEGINNING)
    return before + rest.partition(_END)[2] if found else html
