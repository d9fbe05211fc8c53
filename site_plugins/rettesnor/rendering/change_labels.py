"""How changes are told to readers: kinds, reasons, decisions and fields in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from rettesnor.model.change import Arsak, Endring
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.sections import BEGRUNNELSE, KUNNSKAP, SECTIONS
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
    "bilder": N_("Bilder"),
}
"""The parts of the common content as readers know them."""
_GUIDELINE = {
    "id": N_("Id"), "tittel": N_("Tittel"), "korttittel": N_("Kort tittel"), "type": N_("Type"),
    "status": N_("Status"), "versjon": N_("Versjon"), "merknad": N_("Merknad"),
    "eier": N_("Ansvarlig"), "avsender": N_("Avsender av teksten"),
    "formaal": N_("Formål"), "maalgrupper": N_("Målgrupper"),
    "omfang": N_("Omfang"), "avgrensning": N_("Avgrensning"), "lisens": N_("Lisens"),
    "roller": N_("Roller"), "skoleslag": N_("Skoleslag"), "kapitler": N_("Kapitler"),
    "sider": N_("Hvilke tekstsider det er"), "samarbeidspartnere": N_("Samarbeidspartnere"),
    "datoer": N_("Datoer"), "faser": N_("Faser"), "sprak": N_("Språk"),
    "oversettelser": N_("Oversettelse"),
}
"""The fields of the guideline itself as readers know them."""
_REASONS = {
    "ny kunnskap": N_("Ny kunnskap"), "ny lov": N_("Ny lov"),
    "høringsinnspill": N_("Høringsinnspill"), "erfaring": N_("Erfaring"),
    "feil rettet": N_("Feil er rettet"), "annet": "",
}
_FIELDS = {
    "id": N_("Id"), "kapittel": N_("Kapittel"), "tittel": N_("Tittel"),
    "kort_anbefaling": N_("Kort anbefaling"), "styrke": N_("Styrke"), "status": N_("Status"),
    "maalgrupper": N_("Gjelder for"), "skoleslag": N_("Skoleslag"),
    "faser": N_("Faser"), "se_ogsaa": N_("Se også"), "datoer.publisert": N_("Først publisert"),
    "datoer.faglig_oppdatert": N_("Sist faglig oppdatert"),
    "datoer.neste_gjennomgang": N_("Neste gjennomgang"), "datoer": N_("Datoer"),
    "oversettelser": N_("Oversettelse"),
    "praktisk_gjennomforing.steg": N_("Steg for steg"),
    "praktisk_gjennomforing.ressurser": N_("Ressurser"),
    "juridiske_rammer.referanser": N_("Henvisninger til lov og forskrift"),
    "kunnskapsgrunnlag.forskning": N_("Forskning"),
    "kunnskapsgrunnlag.forskning_ikke_vurdert": N_("Hvorfor forskning ikke er vurdert"),
    **{name: title for name, title in SECTIONS.items() if name != "referanser"},
    **{f"begrunnelse.{name}": title for name, title in BEGRUNNELSE.items()},
    **{f"kunnskapsgrunnlag.{name}": title for name, title in KUNNSKAP.items()},
}


def field_name(field: str) -> str:
    """Return what readers call the field with the dotted name ``field``, in bokmål."""
    parts = [part for part in field.split(".") if not part.isdigit()]
    while parts:
        if ".".join(parts) in _FIELDS:
            return _FIELDS[".".join(parts)]
        parts.pop()
    return field


def field_names(context: Context, fields: tuple[str, ...]) -> list[str]:
    """Return what readers call ``fields``, each once."""
    return list(dict.fromkeys(context.gettext(field_name(field)) for field in fields))


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
        return context.gettext(_GUIDELINE.get(post, post))
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
