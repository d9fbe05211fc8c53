"""What a recommendation's page is made from for readers' use: ways on, and what citations need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup, escape

from rettesnor.model.guideline import Navngitt
from rettesnor.model.recommendation import Recommendation
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.overviews import PHASES, phase_url, role_url
from rettesnor.rendering.status import is_released, released_address, text_label


def roles(context: Context, r: Recommendation, root: str) -> Markup:
    """Return whom the recommendation is for, each with a link to what applies to them."""
    return _listed(context, "rolle", context.roles, r.maalgrupper, root, role_url)


def phases(context: Context, r: Recommendation, root: str) -> Markup:
    """Return the phases that the recommendation is for, each with a link to the phase.

    Those of a recommendation for them all are not listed: that is what the page of phases does.
    """
    if context.phases and set(context.phases) <= set(r.faser) and len(context.phases) > 1:
        every, url = context.gettext("Alle fasene"), PHASES if context.current else ""
        return Markup('<a href="{}">{}</a>').format(root + url, every) if url else Markup(every)
    return _listed(context, "fase", context.phases, r.faser, root, phase_url)


def cited(context: Context, r: Recommendation) -> Markup:
    """Return what the script makes references from, as attributes; the page says the rest."""
    g = context.guideline
    key = ("siter",)
    common = context.memo.get(key)
    if common is None:
        common = context.memo[key] = (
            f' data-author="{escape(g.author_name)}"'
            + (f' data-publisher="{escape(g.publisher_name)}"'
               if g.publisher_name != g.author_name else "")
            + (f' data-note="{escape(context.gettext("Utkast"))}"' if g.draft else "")
        )
    head = context.heads[r.id]
    lasting, edition = released_address(context, head), text_label(context, head)
    address = lasting or (context.address and context.address + head.url)
    version = g.versjon if is_released(context, head) or not context.current else edition
    name = g.versjon if version == g.versjon else "arbeidsutgave"
    changing = "" if lasting or not context.current else " data-changing"
    return Markup(
        f'{common} data-version="{escape(version)}"'
        + (f' data-edition="{escape(edition)}"' if edition != version else "")
        + f"{changing}"
        + f' data-id="{g.id}-{r.id}-{escape(name)}"'
        f' data-date="{r.datoer.faglig_oppdatert or r.datoer.publisert}"'
        + (f' data-url="{escape(address)}"' if address else "")
    )


def _listed(
    context: Context, kind: str, known: Mapping[str, Navngitt], ids: Iterable[str], root: str,
    address: Callable[[Context, str], str],
) -> Markup:
    """Return the names of ``ids``: in a preview, for an unknown one, the id itself."""
    return Markup(", ".join([
        _linked(context, (kind, root, id_), known.get(id_), address(context, id_))
        for id_ in ids
    ]))


def _linked(
    context: Context, key: tuple[str, str, str], named: Navngitt | None, url: str
) -> str:
    made = context.memo.get(key)
    if made is None:
        name = escape(named.navn if named else key[-1])
        made = str(Markup('<a href="{}">{}</a>').format(key[1] + url, name) if url else name)
        context.memo[key] = made
    return made
