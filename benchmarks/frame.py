"""What holds for a whole generated guideline: roles, laws, terms, sources and prose pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rettesnor.model.guideline import (
    Dimensjon,
    Etat,
    Fase,
    Gjennomgang,
    Guideline,
    Kapittel,
    Lisens,
    Lov,
    Maalgrupper,
    Navngitt,
    Paragraf,
    Side,
    Term,
)
from rettesnor.model.older_form import CURRENT
from rettesnor.model.recommendation import Datoer

from benchmarks.prose import Prose, capitalised
from benchmarks.words import INITIALS, JOURNALS, PUBLISHERS, SURNAMES

Source = Mapping[str, Any]

_ASCII = str.maketrans("øåæ", "oae")

DATES = Datoer("2026-03-02", "2026-03-02", "2029-03-01")

ROLES = (
    Navngitt("kontaktlaerer", "Kontaktlærer", "Læreren med særlig ansvar for en elevgruppe."),
    Navngitt("skoleleder", "Skoleleder", "Rektor og andre som leder skolen."),
    Navngitt("skoleeier", "Skoleeier", "Kommunen eller den som driver skolen."),
    Navngitt("pp-tjenesten", "PP-tjenesten", "Den pedagogisk-psykologiske tjenesten."),
    Navngitt("helsesykepleier", "Helsesykepleier", "Ansatt i skolehelsetjenesten."),
    Navngitt("foresatte", "Foresatte", "De som har foreldreansvaret."),
)
SCHOOLS = (
    Navngitt("barneskole", "Barneskole"),
    Navngitt("ungdomsskole", "Ungdomsskole"),
    Navngitt("videregaende", "Videregående skole"),
)
PHASES = (
    Fase("forebygging", "Forebygging"),
    Fase("tidlig-innsats", "Tidlig innsats"),
    Fase("oppfolging", "Oppfølging"),
)
PAGES = (
    ("om", "Om"),
    ("bruk", "Slik brukes den"),
    ("metode", "Metode"),
    ("avgrensning", "Avgrensning"),
    ("forvaltning", "Forvaltning"),
)
LAW_NAMES = ("prøveskolelova", "eksempelhelselova", "tenktvernlova", "eksempelforskrifta")
SECTIONS_PER_LAW = 6
TERMS = (
    ("naervaer", "nærvær"),
    ("bekymringsfullt-fravaer", "bekymringsfullt fravær"),
    ("gradvis-tilbakeforing", "gradvis tilbakeføring"),
    ("trygg-voksen", "trygg voksen"),
    ("faglig-los", "faglig los"),
    ("overgangssamtale", "overgangssamtale"),
    ("fravaersteam", "fraværsteam"),
    ("skolevegring", "skolevegring"),
    ("medvirkning", "medvirkning"),
    ("tilrettelegging", "tilrettelegging"),
    ("skolemiljo", "skolemiljø"),
    ("tverrfaglig-drofting", "tverrfaglig drøfting"),
)


def source_count(recommendations: int) -> int:
    """Return how many sources a guideline of so many recommendations has: 20 to 400."""
    return min(max(20, recommendations // 5), 400)


def make_guideline(
    seed: int, chapters: tuple[Kapittel, ...], sources: tuple[Source, ...]
) -> Guideline:
    """Return the frame around the chapters, with laws, terms, sources and prose pages."""
    prose = Prose(f"{seed}/frame")
    agency = Etat("Eksempeldirektoratet", "Edir", "https://example.org/")
    return Guideline(
        skjema=CURRENT,
        id="prove",
        tittel="Nasjonal faglig retningslinje til måling av tid og størrelse",
        korttittel="Retningslinje til måling",
        type="nasjonal faglig retningslinje",
        status="høring",
        versjon="0.1.0",
        merknad="Teksten er laget av et dataprogram for å måle hastighet og betyr ingenting.",
        eier=agency,
        samarbeidspartnere=(Etat("Prøvedirektoratet", "Pdir", "https://example.com/"),),
        formaal=prose.paragraph(40, []),
        maalgrupper=Maalgrupper(tuple(r.id for r in ROLES[:5]), (ROLES[5].id,)),
        omfang=prose.paragraph(40, []),
        avgrensning=prose.paragraph(30, []),
        lisens=Lisens(
            "NLOD-2.0",
            "Norsk lisens for offentlige data (NLOD) 2.0",
            "https://data.norge.no/nlod/no/2.0",
        ),
        roller=ROLES,
        dimensjoner=(Dimensjon("skoleslag", "Skoleslag", SCHOOLS),),
        gjennomgang=Gjennomgang(4),
        faser=PHASES,
        kapitler=chapters,
        sider=tuple(identifier for identifier, _ in PAGES),
        datoer=DATES,
        lover=tuple(_law(prose, index, name) for index, name in enumerate(LAW_NAMES)),
        termer=tuple(_term(prose, index, sources) for index in range(len(TERMS))),
        kilder={source["id"]: source for source in sources},
        tekstsider=tuple(_page(prose, identifier, title) for identifier, title in PAGES),
    )


def make_sources(seed: int, count: int) -> tuple[Source, ...]:
    """Return CSL items of three kinds: reports, journal articles and books."""
    prose = Prose(f"{seed}/sources")
    return tuple(_source(prose, number) for number in range(1, count + 1))


def _source(prose: Prose, number: int) -> Source:
    chance = prose.chance
    family, year = chance.choice(SURNAMES), chance.randint(2005, 2025)
    ascii_family = family.lower().translate(_ASCII)
    common: dict[str, Any] = {
        "id": f"{ascii_family}-{year}-{number}",
        "title": prose.title(),
        "author": [
            {"family": family, "given": chance.choice(INITIALS)},
            {"family": chance.choice(SURNAMES), "given": chance.choice(INITIALS)},
        ],
        "issued": {"date-parts": [[year]]},
        "language": "nb",
        "URL": f"https://example.org/kilder/{number}",
    }
    publisher = chance.choice(PUBLISHERS)
    if number % 3 == 0:
        return common | {"type": "book", "publisher": publisher, "publisher-place": "Oslo"}
    if number % 3 == 1:
        return common | {"type": "report", "publisher": publisher, "number": f"{year}-{number}"}
    first_page = chance.randint(1, 300)
    return common | {
        "type": "article-journal",
        "container-title": chance.choice(JOURNALS),
        "volume": chance.randint(1, 60),
        "issue": chance.randint(1, 6),
        "page": f"{first_page}-{first_page + 14}",
        "DOI": f"10.5555/prove.{year}.{number}",
    }


def _law(prose: Prose, index: int, name: str) -> Lov:
    sections = tuple(
        Paragraf(f"§ {index + 1}-{number}", prose.title(), prose.sentence())
        for number in range(1, SECTIONS_PER_LAW + 1)
    )
    return Lov(
        id=name,
        tittel=f"Oppdiktet regelverk til måling ({name})",
        korttittel=name,
        type="forskrift" if name.endswith("forskrifta") else "lov",
        dato=f"2020-06-{index + 10}",
        nummer=index + 1,
        lenke=f"https://example.org/lov/2020-06-{index + 10}-{index + 1}",
        ikraft="2021-08-01",
        paragrafer=sections,
    )


def _term(prose: Prose, index: int, sources: tuple[Source, ...]) -> Term:
    identifier, word = TERMS[index]
    other, _ = TERMS[(index + 1) % len(TERMS)]
    return Term(
        id=identifier,
        term=word,
        definisjon=prose.sentence(),
        synonymer=(f"{word} i skolen",),
        kilde=sources[index % len(sources)]["id"],
        se_ogsaa=(other,),
    )


def _page(prose: Prose, identifier: str, title: str) -> Side:
    parts = [prose.paragraph(60, [])]
    for _ in range(3):
        parts += [f"## {capitalised(prose.title())}", prose.paragraph(80, []), prose.bullets(3)]
    return Side(identifier, title, "\n\n".join(parts))
