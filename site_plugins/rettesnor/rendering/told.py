"""How changes are told to readers: kinds, reasons, decisions and fields in plain words."""

from __future__ import annotations

from markupsafe import Markup

from rettesnor.model.change import Arsak, Endring
from rettesnor.model.sections import BEGRUNNELSE, KUNNSKAP, SECTIONS
from rettesnor.rendering.comments import addresses
from rettesnor.rendering.context import Context
from rettesnor.rendering.environment import norwegian_date

KINDS = {
    "ny": "Ny", "endret": "Endret", "presisert": "Presisert", "redaksjonell": "Språklig retting",
    "opphevet": "Tatt ut", "flyttet": "Flyttet", "delt": "Delt", "sammenslått": "Slått sammen",
    "tatt ut": "Tatt ut",
}
"""The kinds of change as readers see them."""
FRAME = {
    "retningslinje": "Om retningslinja", "lover": "Lover og forskrifter", "kilder": "Kilder",
    "termer": "Ordliste", "tekstsider": "Tekstsider", "bilder": "Bilder",
}
"""The parts of the common content as readers know them."""
_REASONS = {
    "ny kunnskap": "Ny kunnskap", "ny lov": "Ny lov", "høringsinnspill": "Høringsinnspill",
    "erfaring": "Erfaring", "feil rettet": "Feil er rettet", "annet": "",
}
_FIELDS = {
    "id": "Id", "kapittel": "Kapittel", "tittel": "Tittel", "kort_anbefaling": "Kort anbefaling",
    "styrke": "Styrke", "status": "Status", "maalgrupper": "Gjelder for", "skoleslag": "Skoleslag",
    "faser": "Faser", "se_ogsaa": "Se også", "datoer.publisert": "Først publisert",
    "datoer.faglig_oppdatert": "Sist faglig oppdatert",
    "datoer.neste_gjennomgang": "Neste gjennomgang", "datoer": "Datoer",
    "praktisk_gjennomforing.steg": "Steg for steg",
    "praktisk_gjennomforing.ressurser": "Ressurser",
    "juridiske_rammer.referanser": "Henvisninger til lov og forskrift",
    "kunnskapsgrunnlag.forskning": "Forskning",
    "kunnskapsgrunnlag.forskning_ikke_vurdert": "Hvorfor forskning ikke er vurdert",
    **{name: title for name, title in SECTIONS.items() if name != "referanser"},
    **{f"begrunnelse.{name}": title for name, title in BEGRUNNELSE.items()},
    **{f"kunnskapsgrunnlag.{name}": title for name, title in KUNNSKAP.items()},
}


def field_name(field: str) -> str:
    """Return what readers call the field with the dotted name ``field``."""
    parts = [part for part in field.split(".") if not part.isdigit()]
    while parts:
        if ".".join(parts) in _FIELDS:
            return _FIELDS[".".join(parts)]
        parts.pop()
    return field


def field_names(fields: tuple[str, ...]) -> list[str]:
    """Return what readers call ``fields``, each once."""
    return list(dict.fromkeys(map(field_name, fields)))


def kind_name(slag: str) -> str:
    """Return what readers call a kind of change."""
    return KINDS.get(slag, slag.capitalize())


def reasons(context: Context, change: Endring, root: str = "") -> list[str]:
    """Return the reasons for ``change``, a line each.

    Args:
        root: the way to the site's root, to link to the comments that are published; empty for
            no links.
    """
    return [_reason(context, reason, root) for reason in change.hvorfor]


def _reason(context: Context, reason: Arsak, root: str) -> Markup:
    name = _REASONS.get(reason.type, reason.type.capitalize())
    said: list[str] = []
    if reason.lov:
        law = context.laws.get(reason.lov)
        since = f" ({norwegian_date(reason.dato)})" if reason.dato else ""
        said.append(f"{law.korttittel if law else reason.lov} {reason.paragraf}{since}")
    if reason.kilder:
        said.append("; ".join(_source(context, key) for key in reason.kilder))
    if reason.innspill:
        known = addresses(context) if root else {}
        said.append(Markup("nr. ") + Markup(", ").join(
            Markup('<a href="{}{}">{}</a>').format(root, known[number], number)
            if number in known else number for number in reason.innspill
        ))
    if reason.tekst:
        said.append(reason.tekst)
    text = Markup(". ").join(said)
    return Markup(": ").join(filter(None, (name, text)))


def _source(context: Context, key: str) -> str:
    citation = context.citations.get(key)
    return Markup(citation.short).striptags() if citation else key
