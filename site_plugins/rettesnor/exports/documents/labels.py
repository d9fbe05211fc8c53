"""What documents say by themselves; each text is looked up in the document's language."""

from __future__ import annotations

from collections.abc import Callable

from rettesnor.model.gettext_marker import gettext_noop as N_

Gettext = Callable[[str], str]
"""Gives an interface text, whose id is the text in bokmål, in the document's language."""

WORDS = {
    "about": N_("Kort om retningslinja"),
    "also": N_("Også"),
    "appendix_laws": N_("Lover og forskrifter"),
    "appendix_sources": N_("Kilder"),
    "appendix_terms": N_("Ordliste"),
    "basis": N_("Hjemmel"),
    "changed": N_("Sist faglig oppdatert"),
    "chapter": N_("Kapittel"),
    "cite": N_("Siter slik"),
    "confidence": N_("Tillit til funnet"),
    "consideration": N_("Hensyn"),
    "contents": N_("Innhold"),
    "date": N_("Utgitt"),
    "differs": N_("Teksten her er ikke utgitt."),
    "draft": N_("Utkast"),
    "findings_unread": N_(
        "Disse kildene hører til grunnlaget, men funnene er ikke gjengitt eller vurdert her:"
    ),
    "finding_missing": N_("Hva kilden fant, er ikke gjengitt her."),
    "for": N_("Gjelder for"),
    "hash": N_("SHA-256 av utgaven"),
    "in": N_("I"),
    "judged": N_("Vurdert av"),
    "judgement": N_("Vurdering"),
    "licence": N_("Lisens"),
    "main_readers": N_("Skrevet for"),
    "no": N_("Nei"),
    "no_sources": N_("Ingen kilder er oppgitt."),
    "note": N_("Merk"),
    "not_released": N_("Ikke utgitt ennå"),
    "not_searched": N_("Det er ikke søkt systematisk etter forskning."),
    "not_set": N_("Ikke fastsatt"),
    "official": N_("Offisielle anbefalinger"),
    "other_readers": N_("Kan også brukes av"),
    "owner": N_("Ansvarlig"),
    "page": N_("Side"),
    "of": N_("av"),
    "partly": N_("Delvis"),
    "partners": N_("I samarbeid med"),
    "phase": N_("Fase"),
    "phases": N_("Faser"),
    "poster_qr": N_("QR-kode som fører til siden på nettet"),
    "poster_rest": N_("Les resten på nettsiden."),
    "proposal": N_("Forslag:"),
    "published": N_("Først publisert her"),
    "question": N_("Spørsmål"),
    "recommendation": N_("Anbefaling"),
    "recommendations": N_("Anbefalingene"),
    "report": N_("Rapport om metoden"),
    "report_items": N_("Her står det hvordan retningslinja er laget, punkt for punkt etter"),
    "report_missing": N_("Ikke besvart."),
    "report_see": N_("Se"),
    "review": N_("Neste gjennomgang"),
    "roles": N_("Roller"),
    "scales": N_("Skalaene er de i"),
    "searched": N_("Det er søkt systematisk etter forskning."),
    "see_also": N_("Se også"),
    "sheet": N_(
        "Svar ja, delvis eller nei på hvert spørsmål. Arket kan skrives ut og fylles ut for hånd."
    ),
    "sender": N_("Avsender av teksten"),
    "source": N_("Hentet fra"),
    "status": N_("Status"),
    "step": N_("Steg"),
    "strength": N_("Styrke"),
    "threshold": N_("Grense"),
    "thresholds": N_("Grensene er eksempler på hva andre bruker. De er ikke retningslinjas egne."),
    "terms_used": N_("Ord i teksten"),
    "unknown_year": N_("u.å."),
    "version": N_("Versjon"),
    "version_of": N_("Versjon av anbefalingen"),
    "what": N_("Hva"),
    "when": N_("Når"),
    "who": N_("Hvem"),
    "recorded": N_("Ført inn i Rettesnor"),
    "working_after": N_("Arbeidsutgave etter {version}, ikke utgitt"),
    "working_first": N_("Arbeidsutgave, ikke utgitt"),
    "yes": N_("Ja"),
}
_MONTHS = (
    N_("januar"), N_("februar"), N_("mars"), N_("april"), N_("mai"), N_("juni"), N_("juli"),
    N_("august"), N_("september"), N_("oktober"), N_("november"), N_("desember"),
)
_STATES = {
    "utkast": N_("Utkast"), "høring": N_("Høringsutgave"), "gjeldende": N_("Gjeldende"),
    "under revisjon": N_("Under revisjon"), "opphevet": N_("Opphevet"),
}


def day(iso: str, gettext: Gettext) -> str:
    """Return an ISO date in words: ``2. oktober 2026``; an empty one as not being set."""
    if not iso:
        text = WORDS["not_set"]
        return gettext(text)
    year, month, number = iso.split("-")
    name = gettext(_MONTHS[int(month) - 1])
    return gettext(N_("{day}. {month} {year}")).format(day=int(number), month=name, year=year)


def state(status: str, gettext: Gettext) -> str:
    """Return a status as it is shown."""
    return gettext(_STATES[status]) if status in _STATES else status.capitalize()
