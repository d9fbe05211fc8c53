"""The first lines of a twin: what must be known of the text wherever it is read."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.rendering.components import shown
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page
from rettesnor.rendering.status import version_label


def first_lines(page: Page, context: Context) -> str:
    """Return the title of ``page`` and where its text is from."""
    g = context.guideline
    lines = [f"# {page.title}", ""]
    if page.title != g.tittel:
        lines.append(f"- {context.gettext('Del av')}: {g.tittel}")
    lines += facts(context, page.url)
    lacks = page.content.lacks if page.content else context.lacks
    if context.folder and (lacks is None or lacks.untranslated):
        lines += ["", context.gettext("Noe av teksten er ikke oversatt.")]
    if g.merknad:
        lines += ["", f"> {g.merknad}"]
    return "\n".join(lines)


def facts(context: Context, url: str) -> Iterator[str]:
    """Yield version, status, sender, licence and address as items of a list.

    Args:
        url: of the page, below the root of these pages.
    """
    g, _ = context.guideline, context.gettext
    yield f"- {_('Versjon')}: {version_label(context).removeprefix(_('Versjon') + ' ')}"
    yield f"- {_('Status')}: {shown(context.language, 'state', g.status).strip()}"
    yield f"- {_('Avsender av teksten')}: {g.author_name}"
    if g.avsender:
        yield f"- {_('Ansvarlig')}: {g.eier.navn}"
    yield f"- {_('Lisens')}: {g.lisens.navn} ({g.lisens.lenke})"
    # Without a known address, from the site's root: it still tells pages and versions apart.
    yield f"- {_('Adresse')}: {context.address or f'/{context.prefix}'}{url}"
