"""The sections of a recommendation: their anchors and headings, in reading order."""

from __future__ import annotations

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.recommendation import Recommendation

SECTIONS = {
    "praktisk_gjennomforing": N_("Praktisk gjennomføring"),
    "kontrollsporsmaal": N_("Sjekk egen praksis"),
    "juridiske_rammer": N_("Juridiske rammer"),
    "begrunnelse": N_("Begrunnelse"),
    "kunnskapsgrunnlag": N_("Kunnskapsgrunnlag"),
    "referanser": N_("Kilder"),
    "om-anbefalingen": N_("Om anbefalingen"),
}
"""The sections by anchor, in the order a practitioner needs them."""
BEGRUNNELSE = {
    "fordeler_og_ulemper": N_("Fordeler og ulemper"),
    "verdier_og_preferanser": N_("Verdier og preferanser"),
    "ressursbruk": N_("Ressursbruk"),
    "gjennomforbarhet": N_("Gjennomførbarhet"),
    "utilsiktede_konsekvenser": N_("Utilsiktede konsekvenser"),
}
"""Sub-sections of the rationale, in order, with their headings."""
KUNNSKAP = {
    "erfaringskunnskap": N_("Erfaringskunnskap"), "brukerkunnskap": N_("Brukerkunnskap"),
}
"""Sub-sections of the evidence besides research."""
SEARCHED_BY = {
    "praktisk_gjennomforing": N_("framgangsmåte steg tiltak"),
    "kontrollsporsmaal": N_("kontrollspørsmål sjekkliste egenvurdering"),
    "juridiske_rammer": N_("lov lovverk regelverk jus plikter rettigheter"),
    "begrunnelse": N_("hvorfor grunner kostnader koster ressurser"),
    "kunnskapsgrunnlag": N_("forskning studier kilder erfaringer"),
}
"""Plain words that readers ask for a section by, besides its heading."""
_ALL = tuple(SECTIONS)
_UNASKED = tuple(key for key in SECTIONS if key != "kontrollsporsmaal")


def main_anchors(recommendation: Recommendation) -> tuple[str, ...]:
    """Return the ids of the sections that the recommendation's page has, without their parts."""
    return _ALL if recommendation.kontrollsporsmaal else _UNASKED


def anchors(recommendation: Recommendation) -> tuple[str, ...]:
    """Return the ids of the sections that the recommendation's page has, and of their parts."""
    r = recommendation
    found = [*main_anchors(r)]
    found += [f"begrunnelse-{key}" for key in BEGRUNNELSE if getattr(r.begrunnelse, key)]
    found += [f"kunnskapsgrunnlag-{key}" for key in KUNNSKAP if getattr(r.kunnskapsgrunnlag, key)]
    return tuple(found)
