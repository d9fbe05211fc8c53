"""How changes are described to readers: kinds, reasons, decisions and fields in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from rettesnor.model.change import Arsak, Endring
from rettesnor.model.fields import label
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.rendering.comments import address_of
from rettesnor.rendering.context import Context
from rettesnor.rendering.jinja_env import norwegian_date

KINDS = {
    "ny": N_("Ny"), "endret": N_("Endret"), "presisert": N_("Presisert"),
    "redaksjonell": N_("Språklig retting"), "opphevet": N_("Tatt ut"),
    "flyttet": N_("Flyttet"), "delt": N_("Delt"), "sammenslått": N_("Slått sammen"),
    "tatt ut": N_("Tatt ut"),
}
"""The kinds of change as readers see them."""
FRAME = {
    "retningslinje": N_("Om retningslinja"), "lover": N_("Lover og forskrifter"),
    "kilder": N_("Kilder"), "termer": N_("Ordliste"), "tekstsider": N_("Tekstsider"),
    "bilder": N_("Bilder"), "enkle_versjoner": N_("Enkle versjoner"),
    "rollesider": N_("Sider for roller"), "oppgaver": N_("Oppgaver"),
    "utvikling": N_("Arbeidet med retningslinja"), "maler": N_("Maler"), "kurs": N_("Kurs"),
    "kvalitetsmaal": N_("Kvalitetsmål"),
    "tilsyn": N_("Kriterier for tilsyn"),
    "egenkontroll": N_("Egenkontroll"),
}
"""The parts of the common content as readers know them."""
_REASONS = {
    "ny kunnskap": N_("Ny kunnskap"), "ny lov": N_("Ny lov"),
    "høringsinnspill": N_("Høringsinnspill"), "erfaring": N_("Erfaring"),
    "feil rettet": N_("Feil er rettet"), "annet": "",
}
_FIELDS = {"kapittel": N_("Kapittel"), "oversettelser": N_("Oversettelse")}
"""What can change in a recommendation that is no field of its file."""


def field_name(field: str) -> str:
    """Return what readers call the field with the dotted name ``field``, in bokmål."""
    name = ".".join(part for part in field.split(".") if not part.isdigit())
    return _FIELDS.get(name.partition(".")[0]) or label("recommendation", name) or field


def field_names(context: Context, fields: tuple[str, ...]) -> list[str]:
    """Return what readers call ``fields``, each once."""
    dimensions = {dimension.id: dimension.navn for dimension in context.guideline.dimensjoner}
    return list(dict.fromkeys(
        dimensions.get(field) or context.gettext(field_name(field)) for field in fields
    ))


def frame_post(
    context: Context, part: str, post: str, names: Mapping[tuple[str, str], str]
) -> str:
    """Return what readers call something in the common content that a release changed.

    Args:
        part: the part of the common content (see ``FRAME``).
        post: its name in the files: a field of the guideline, or an id.
        names: what the posts are called, by part and id.
    """
    if part == "retningslinje":
        return context.gettext(_FIELDS.get(post) or label("guideline", post) or post)
    if part == "kilder" and post in context.citations:
        return _source(context, post)
    return names.get((part, post), post)


def kind_name(context: Context, slag: str) -> str:
    """Return what readers call a kind of change."""
    return context.gettext(KINDS.get(slag, slag.capitalize()))


def reasons(context: Context, change: Endring, root: str = "") -> list[str]:
    """Return the reasons for ``change``, a line each.

    Args:
        root: the way to the site's root, to link to the comments that are published; empty for
            no links.
    """
    return [_reason(context, reason, root) for reason in change.hvorfor]


def _reason(context: Context, reason: Arsak, root: str) -> Markup:
    name = context.gettext(_REASONS.get(reason.type) or reason.type.capitalize())
    name = "" if reason.type == "annet" else name
    said: list[str] = []
    if reason.lov:
        law = context.laws.get(reason.lov)
        since = f" ({norwegian_date(reason.dato, context.language)})" if reason.dato else ""
        said.append(f"{law.korttittel if law else reason.lov} {reason.paragraf}{since}")
    if reason.kilder:
        said.append("; ".join(_source(context, key) for key in reason.kilder))
    if reason.innspill:
        ways = {n: address_of(context, n) if root else "" for n in reason.innspill}
        said.append(Markup("{} ").format(context.gettext("nr.")) + Markup(", ").join(
            Markup('<a href="{}{}">{}</a>').format(root, way, number) if way else number
            for number, way in ways.items()
        ))
    if reason.tekst:
        said.append(context.written(reason.tekst))
    text = Markup(". ").join(said)
    return Markup(": ").join(filter(None, (name, text)))


def _source(context: Context, key: str) -> str:
    citation = context.citations.get(key)
    return Markup(citation.short).striptags() if citation else key
