"""What a recommendation's page is made from for readers' use: ways on, what comes first, tools."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache

from markupsafe import Markup, escape

from rettesnor.model.guideline import Navngitt
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation, Steg
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.overviews import phase_url, role_url
from rettesnor.rendering.status import is_released, released_address, text_label


@cache
def tools(code: str, warning: str = "") -> Mapping[str, Markup]:
    """Return the tools in the language ``code`` that are the same on all pages, by name.

    Args:
        warning: what not to write in notes; empty for what the interface says.
    """
    module = environment.environment(code).get_template("self_check.html").module
    return {
        "selfcheck": Markup(module.selfcheck(warning)),  # type: ignore[attr-defined]
        "formats": Markup(module.formats()),  # type: ignore[attr-defined]
    }


def roles(context: Context, r: Recommendation, root: str) -> Markup:
    """Return whom the recommendation is for, each with a link to what applies to them."""
    return _listed(context, "rolle", context.roles, r.maalgrupper, root, role_url)


def phases(context: Context, r: Recommendation, root: str) -> Markup:
    """Return the phases that the recommendation is for, each with a link to the phase."""
    return _listed(context, "fase", context.phases, r.faser, root, phase_url)


def first_step(r: Recommendation, fragments: Mapping[str, Fragment]) -> Steg | None:
    """Return the first step with what is done as plain text; None when there are no steps."""
    if not r.praktisk_gjennomforing.steg:
        return None
    step = r.praktisk_gjennomforing.steg[0]
    what = fragments.get("praktisk_gjennomforing.steg.0.hva")
    return replace(step, hva=what.text if what else "")


def cited(context: Context, r: Recommendation) -> Markup:
    """Return what the script makes references from, as attributes; the page says the rest."""
    g = context.guideline
    key = ("siter",)
    common = context.memo.get(key)
    if common is None:
        common = context.memo[key] = (
            f' data-author="{escape(g.author_name)}" data-container="{escape(str(g.tittel))}"'
            f' data-publisher="{escape(g.publisher_name)}"'
            + (f' data-note="{escape(context.gettext("Utkast"))}"' if g.draft else "")
        )
    head = context.heads[r.id]
    lasting, edition = released_address(context, head), text_label(context, head)
    address = lasting or (context.address and context.address + head.url)
    version = g.versjon if is_released(context, head) or not context.current else edition
    name = g.versjon if version == g.versjon else "arbeidsutgave"
    changing = "" if lasting or not context.current else ' data-changing=""'
    return Markup(
        f'{common} data-version="{escape(version)}" data-edition="{escape(edition)}"{changing}'
        f' data-id="{g.id}-{r.id}-{escape(name)}" data-title="{escape(str(r.tittel))}"'
        f' data-date="{r.datoer.faglig_oppdatert or r.datoer.publisert}"'
        f' data-url="{escape(address)}"'
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
