"""HTML components that many pages share; each is made once a process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from markupsafe import Markup, escape

from rettesnor.model.evidence import Belegg
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import Kapittel, LokalGrense
from rettesnor.model.legal_basis import Rettsgrunnlag
from rettesnor.model.recommendation import Lovhenvisning
from rettesnor.model.sections import HEADINGS, LISTS, SECTIONS
from rettesnor.model.strength import Styrke, unknown
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.i18n import language
from rettesnor.rendering.page import Heading
from rettesnor.rendering.reference_resolver import law_address, law_language

_SMALLER = {
    **LISTS,
    "siter": N_("Siter denne anbefalingen"),
    "se_ogsaa": N_("Se også"),
}
"""The smaller headings of a recommendation's page besides those of its text fields."""


@cache
def headings(code: str) -> Mapping[str, Markup]:
    """Return every heading of a recommendation's page in the language ``code``, by its anchor."""
    _ = language(code).gettext
    heading = environment.macro("heading", code)
    # A list that has the name of a section (legal references, sources) has no heading of its own.
    return {
        anchor: heading(2 if anchor in SECTIONS else 3, anchor, _(title))
        for anchor, title in {**_SMALLER, **HEADINGS}.items()
    }


class Badges(dict[str, Markup]):
    """The strengths as readers see them in lists, by id; in a preview, an unknown one as its id."""

    def __missing__(self, id_: str) -> Markup:
        return _badge("nb", unknown(id_))


def badges(context: Context) -> Badges:
    """Return the strengths of the guideline in the language of ``context``."""
    return Badges({id_: _badge(context.language, one) for id_, one in context.strengths.items()})


_FEW = 6
"""A guideline with fewer recommendations shows the strength of each."""


def usual_strength(context: Context) -> str:
    """Return the strength that lists need not show, because nearly all have it; empty for none."""
    made: str | None = context.memo.get(("usual",))
    if made is None:
        counted = Counter(head.styrke for head in context.heads.values())
        id_, count = (counted.most_common(1) or [("", 0)])[0]
        all_ = counted.total()
        made = context.memo["usual",] = id_ if all_ >= _FEW and count * 3 >= all_ * 2 else ""
    return made


def list_badge(context: Context, id_: str) -> Markup:
    """Return a strength as lists show it: nothing for the usual one."""
    if id_ == usual_strength(context):
        return Markup()
    return _badge(context.language, context.strength(id_))


@lru_cache(maxsize=200)
def _badge(code: str, strength: Styrke) -> Markup:
    return environment.macro("strength", code)(strength)


@lru_cache(maxsize=2_000)
def shown(code: str, macro: str, value: str) -> Markup:
    """Return what a macro makes of a value that many pages have: a status, a day."""
    return environment.macro(macro, code)(value)


def crumbs(context: Context, chapter: Kapittel, root: str) -> Markup:
    """Return the way from the front page to the pages of ``chapter``."""
    return _once(
        context, ("sti", root, chapter.id),
        lambda: environment.macro("crumbs", context.language)(root, chapter),
    )


def sender(context: Context) -> dict[str, Markup]:
    """Return what a recommendation says of who stands behind which part of it."""

    def part(name: str, *arguments: object) -> Markup:
        return _once(
            context, ("avsender", name),
            lambda: environment.macro(name, context.language)(context.guideline, *arguments),
        )

    return {
        "official": part("official"), "voice": part("voice", bool(context.folder)),
        "speaker": part("speaker"),
    }


@cache
def sections(code: str, anchors: tuple[str, ...]) -> tuple[Heading, ...]:
    """Return the sections of a recommendation's page, for its table of contents."""
    _ = language(code).gettext
    return tuple(Heading(anchor, _(SECTIONS[anchor])) for anchor in anchors)


def card(context: Context, head: Head, root: str) -> Markup:
    """Return the entry of a recommendation in a list, with its strength and its sentence."""
    return _once(
        context, ("kort", root, head.id),
        lambda: environment.macro("card", context.language)(
            head, root, list_badge(context, head.styrke)
        ),
    )


def law_name(context: Context, reference: Lovhenvisning) -> Markup:
    """Return a law section as a legal reference names it: linked, with its heading."""

    def make() -> Markup:
        law = context.laws.get(reference.lov)
        if law is None:  # in a preview
            return escape(f"{reference.lov} {reference.paragraf}")
        section = context.section(reference.lov, reference.paragraf)
        return environment.macro("law_name", context.language)(
            f"{law.korttittel} {reference.paragraf}",
            law_address(law, reference.paragraf),
            section.overskrift if section else "",
            law_language(law, context.language),
            reference.hjemmel,
        )

    key = ("lov", reference.lov, reference.paragraf, str(reference.hjemmel))
    return _once(context, key, make)


def evidence(context: Context, root: str, given: Sequence[Belegg | LokalGrense]) -> Markup:
    """Return the sources in ``given`` as citations in brackets; empty for none."""
    parts = []
    for one in given:
        citation = context.citations.get(one.kilde)
        short = Markup(citation.short) if citation else escape(one.kilde)
        place = Markup(", {}").format(one.sted) if one.sted else Markup()
        parts.append(
            Markup('<a class="rn-cite" href="{}kilder/#kilde-{}">{}</a>{}')
            .format(root, one.kilde, short, place)
        )
    if not parts:
        return Markup()
    return Markup('<span class="rn-evidence">({})</span>').format(Markup("; ").join(parts))


def legal_basis(context: Context, ground: Rettsgrunnlag) -> Markup:
    """Return the name of a section of a law, with a link to it, and without its heading."""
    law = context.laws.get(ground.lov)
    if law is None:  # in a preview
        return escape(f"{ground.lov} {ground.paragraf}")
    name, address = f"{law.korttittel} {ground.paragraf}", law_address(law, ground.paragraf)
    if not address:
        return escape(name)
    return Markup('<a href="{}">{}</a>').format(address, name)


def _once(context: Context, key: tuple[str, ...], make: Callable[[], Markup]) -> Markup:
    made = context.memo.get(key)
    if made is None:
        made = context.memo[key] = make()
    return Markup(made)
