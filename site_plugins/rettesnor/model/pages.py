"""The page table: every kind of page that a site has, declared once.

Menus, the list of addresses that a release promises, reserved names, search, the language switch
and the page about accessibility are derived from it. It lies in the model, and not next to the
build, because the check, the records, the pages and the search all need it and may import nothing
else in common. CONTRIBUTING.md says how to add a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rettesnor.model.fields import GUIDELINE_TEXTS
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import Guideline

Menu = Literal["", "find", "background"]
"""Where the menu names a page: nowhere, under «Finn det som gjelder» or «Bakgrunn og oppslag»."""
Promised = Literal["", "content", "current", "history"]
"""Which sites answer at the address, once a release is published: not promised at all; every
version of the guideline, old ones too; the site of what applies; a site with a history."""


TOOLS = ("maler", "tilsyn", "kvalitetsmaal", "egenkontroll", "kurs")
"""The parts of the frame that hold tools: what readers use in their own work."""


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page.

    Attributes:
        id: how pages, search and the tests of accessibility name the kind.
        name: what readers call it, in bokmål.
        address: below the root of a language's pages; empty where it follows from the content.
        menu: see ``Menu``.
        promised: see ``Promised``.
        phased: whether only a guideline with phases has it.
        reported: whether only a guideline with a report on its method has it.
        entries: whether search shows each section as a hit of its own (a list of laws, of terms).
        answers: whether the page gives answers, and does not only lead to them; search counts it
            for more.
        heard: whether the page says which hearing its text is in.
        plain: whether it has no status line: pages that only lead on.
        one_language: whether other languages may lack it: texts of the first, and redirects.
        work: the lists of the work on the guideline (``model.development``) that it shows; only a
            guideline with one of them has it.
        parts: the parts of the frame that it shows; only a guideline with one of them has it.
        shows: the texts of the guideline's own files that it shows, by the start of their pointers.
        searched_by: words that readers ask for the page by, besides its title; a page that says
            nothing else to search is found by its title and these.
        offered: whether search names the page when it finds nothing.
    """

    id: str
    name: str
    address: str = ""
    menu: Menu = ""
    promised: Promised = ""
    phased: bool = False
    reported: bool = False
    entries: bool = False
    answers: bool = False
    heard: bool = False
    plain: bool = False
    one_language: bool = False
    work: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    searched_by: str = ""
    offered: bool = False


PAGES = (
    PageKind("forside", N_("Forsiden"), promised="content", heard=True, shows=(
        "tittel", "merknad", *GUIDELINE_TEXTS, "dimensjoner.", "styrker.",
        "kapitler.", "roller.", "faser.",
        "anbefalinger.",
    ), offered=True,
             searched_by=N_("forside laste ned nedlasting PDF Word EPUB skrive ut utskrift")),
    PageKind("filter", N_("Forsiden med filter")),
    PageKind("kapittel", N_("Kapittel"), promised="content", heard=True),
    PageKind("anbefaling", N_("Anbefaling"), promised="content", answers=True, heard=True),
    PageKind("side", N_("Tekstside"), promised="content", answers=True, heard=True),
    PageKind("kilder", N_("Kilder"), "kilder/", "background", "content", entries=True,
             shows=("kilder.",),
             searched_by=N_("litteratur litteraturliste referanser forskning studier rapporter")),
    PageKind("lover", N_("Lover og forskrifter"), "lover/", "background", "content",
             entries=True, answers=True, shows=("lover.",),
             searched_by=N_("lovverk regelverk paragrafer rettigheter plikter")),
    PageKind("ordliste", N_("Ordliste"), "ordliste/", "background", "content",
             entries=True, answers=True, shows=("termer.",),
             offered=True, searched_by=N_("begreper ord uttrykk betydning definisjon forklaring")),
    PageKind("metoderapport", N_("Rapport om metoden"), "metoderapport/", "background",
             "content", reported=True, shows=("metoderapport.",)),
    PageKind("kvalitetsmal", N_("Kvalitetsmål"), "kvalitetsmal/", promised="content",
             parts=("kvalitetsmaal",), entries=True, answers=True, shows=("kvalitetsmaal.",),
             searched_by=N_("måle telle andel indikator statistikk tall følge med")),
    PageKind("egenkontroll", N_("Egenkontroll"), "egenkontroll/", promised="content",
             parts=("egenkontroll",), shows=("egenkontroll.",),
             searched_by=N_("internkontroll sjekkliste skjema plikter spørsmål selvevaluering")),
    PageKind("roller", N_("For deg som er …"), "for/", "find", "current", shows=("roller.",),
             offered=True, searched_by=N_("rolle roller målgruppe oppgaver ansvar")),
    PageKind("rolle", N_("Anbefalinger for en rolle"), searched_by=N_("rolle oppgaver ansvar")),
    PageKind("enkelt", N_("Anbefalingene i enkelt språk"), entries=True),
    PageKind("faser", N_("Gangen i en sak"), "faser/", "find", "current", phased=True,
             shows=("faser.", "anbefalinger."),
             offered=True, searched_by=N_("fase faser forløp trinn")),
    PageKind("fase", N_("Fase i en sak"), shows=(
        "faser.", "lokale_grenser.", "tekster.grenser", "roller.", "anbefalinger.",
    )),
    PageKind("gjor", N_("Gjør dette nå i en fase"), shows=("faser.", "roller.", "anbefalinger.")),
    PageKind("ansvar", N_("Hvem gjør hva?"), "hvem-gjor-hva/", "find", "current", phased=True,
             shows=("faser.", "roller.", "anbefalinger.")),
    PageKind("oversikt", N_("Hva gjelder for hvem?"), "oversikt/", "find", "current",
             shows=("roller.", "kapitler.", "anbefalinger."),
             offered=True, searched_by=N_("tabell matrise målgruppe regneark alle anbefalinger")),
    PageKind("verktoy", N_("Verktøy"), "verktoy/", "find", "content", parts=TOOLS,
             shows=tuple(f"{part}." for part in TOOLS), offered=True,
             searched_by=N_("maler skjema mal laste ned fylle ut hjelpemidler")),
    PageKind("maler", N_("Maler"), "maler/", promised="content", parts=("maler",),
             shows=("maler.",),
             searched_by=N_("maler skjema mal laste ned fylle ut hjelpemidler")),
    PageKind("mal", N_("Mal"), promised="content", shows=("maler.",)),
    PageKind("tilsyn", N_("Kriterier for tilsyn"), "tilsyn/", promised="content", parts=("tilsyn",),
             entries=True, heard=True, shows=("tilsyn.",),
             searched_by=N_("revisjon kontroll egenkontroll sjekkliste kriterier internkontroll")),
    PageKind("stikkprove", N_("Stikkprøve av mapper"), parts=("tilsyn",), shows=("tilsyn.",),
             searched_by=N_("stikkprøve mappegjennomgang telle skjema utvalg revisjon tilsyn")),
    PageKind("sok", N_("Søk"), "sok/"),
    PageKind("endringer", N_("Endringer"), "endringer/", promised="history",
             searched_by=N_("endret nytt versjon utgave tidligere logg siste")),
    PageKind("utgave", N_("Endringer i en utgave")),
    PageKind("siden", N_("Endringer siden en utgave")),
    PageKind("dato", N_("Teksten på en dato"), "dato/", promised="history",
             searched_by=N_("versjon utgave gjaldt gjeldende tidligere dato")),
    PageKind("gjennomgang", N_("Gjennomgang"), "gjennomgang/", promised="history"),
    PageKind("historikk", N_("Historikk")),
    PageKind("redlinje", N_("Historikk"), one_language=True),
    PageKind("versjon", N_("Anbefaling i en tidligere utgave")),
    PageKind("innbygging", N_("Bygg inn en anbefaling"), "innbygging/", promised="current",
             searched_by=N_("bygge inn embed iframe widget sitat kode")),
    PageKind("tillit", N_("Kontroller en utgave"), "tillit/", promised="history",
             searched_by=N_("kontrollsum ekthet verifisere uendret")),
    PageKind("horinger", N_("Høringer"), "horing/",
             searched_by=N_("høringsfrist høringssvar innspill uttale kommentar")),
    PageKind("horing", N_("Høringsrunde")),
    PageKind("svarskjema", N_("Svarskjema")),
    PageKind("veikart", N_("Veikart"), "veikart/", entries=True,
             work=("veikart", "litteratursok"),
             shows=("utvikling.veikart.", "utvikling.litteratursok."),
             searched_by=N_("kommer planlagt framtid nye anbefalinger under arbeid")),
    PageKind("behov", N_("Meld behov for oppdatering"), "behov/", entries=True,
             work=("mottak.navn", "meldinger"),
             shows=("utvikling.mottak.", "utvikling.meldinger."),
             searched_by=N_("si fra feil forslag endre ny kunnskap tips tilbakemelding")),
    PageKind("medvirkning", N_("Hvem som har vært med"), "medvirkning/", entries=True,
             work=("medvirkning",), shows=("utvikling.medvirkning.",),
             searched_by=N_("ekspertgruppe brukerinvolvering interesser habilitet deltakere")),
    PageKind("sammenheng", N_("Andre retningslinjer og det som ligger utenfor"), "sammenheng/",
             entries=True, work=("sammenheng", "utenfor"),
             shows=("utvikling.sammenheng.", "utvikling.utenfor."),
             searched_by=N_("veiledere retningslinjer dekker ikke utenfor ansvar oppfølging")),
    PageKind("innforing", N_("Innføring og evaluering"), "innforing/", entries=True,
             work=("innforing",), shows=("utvikling.innforing.",),
             searched_by=N_("implementering følgeforskning plan evaluering tatt i bruk")),
    PageKind("kursliste", N_("Kurs"), "kurs/", shows=("kurs.",),
             searched_by=N_("kurs opplegg lysbilder presentasjon")),
    PageKind("kurs", N_("Et kurs"), entries=True),
    PageKind("deltakerark", N_("Deltakerark til et kurs")),
    PageKind("tilgjengelighet", N_("Tilgjengelighet"), "tilgjengelighet/", promised="current",
             searched_by=N_("universell utforming skjermleser WCAG melde feil nettstedet")),
    PageKind("lokal-praksis", N_("Hvor praksis skiller seg"), "lokal-praksis/",
             searched_by=N_("lokale planer kommune avvik handlingsplan")),
    PageKind("videre", N_("Flyttet"), plain=True, one_language=True),
    PageKind("tatt-ut", N_("Tatt ut"), plain=True),
    PageKind("ukjent", N_("Siden finnes ikke"), plain=True),
)
BY_ID = {page.id: page for page in PAGES}
_KEPT = (
    "404", "anbefalinger", "api", "assets", "bilder", "css", "en", "feed", "fonts", "historikk",
    "images", "index", "javascripts", "js", "nb", "nn", "personvern", "robots", "se", "search",
    "sitemap", "stylesheets", "tags", "utkast", "v",
)
"""First parts of addresses of what is no page, and of what the site may come to have."""
RESERVED = frozenset({*_KEPT, *(page.address.rstrip("/") for page in PAGES if page.address)})
"""Names that no recommendation, chapter or prose page can have."""

FRONT = "forside"
"""What questions to the front page are written for, which has no address of its own."""
QUESTION = "?"
"""The anchor of a section of search that is a question which the page answers. No page has an
element with it: the hit leads to the page, and shows the question. Such sections come last."""


def page_address(kind: str) -> str:
    """Return the address of the one page of ``kind``."""
    return BY_ID[kind].address


def role_address(role: str) -> str:
    """Return the address of the page for a role (its id)."""
    return f"{page_address('roller')}{role}/"


def sample_address() -> str:
    """Return the address of the sheet for a sample of folders."""
    return f"{page_address('tilsyn')}stikkprove/"


def plain_address(role: str) -> str:
    """Return the address of the recommendations in plain language for a role (its id)."""
    return f"{role_address(role)}enkelt/"


def template_address(template: str) -> str:
    """Return the address of the page of a template to fill in (its id)."""
    return f"{page_address('maler')}{template}/"


def course_address(course: str) -> str:
    """Return the address of the page of a course (its id)."""
    return f"{page_address('kursliste')}{course}/"


def sheet_address(course: str) -> str:
    """Return the address of the participant's sheet of a course (its id)."""
    return f"{course_address(course)}ark/"


def in_menu(menu: Menu) -> tuple[PageKind, ...]:
    """Return the pages that ``menu`` names, in order."""
    return tuple(page for page in PAGES if page.menu == menu)


def promised(by: Promised, guideline: Guideline | None = None) -> tuple[str, ...]:
    """Return the addresses that a release promises, of pages that there is one of.

    Args:
        guideline: what the release says; None for the addresses that every release has.
    """
    return tuple(
        page.address for page in PAGES
        if page.promised == by and page.address and (
            has(guideline, page) if guideline is not None
            else not (page.reported or page.parts)
        )
    )


def has(guideline: Guideline, page: PageKind) -> bool:
    """Return whether ``guideline`` has what ``page`` shows; of others it has no page."""
    return (
        (bool(guideline.faser) or not page.phased)
        and (bool(guideline.metoderapport) or not page.reported)
        and (not page.parts or any(getattr(guideline, part, ()) for part in page.parts))
    )


def kinds(having: str) -> frozenset[str]:
    """Return the kinds of page whose attribute ``having`` is true."""
    return frozenset(page.id for page in PAGES if getattr(page, having))
