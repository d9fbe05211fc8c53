"""The vocabulary of generated prose: Norwegian-looking words that mean nothing together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noun:
    """The head of a compound in the forms that sentences use, each with its article."""

    indefinite: str
    definite: str
    plural: str
    article: str = "en"


ACTORS = (
    "skolen", "kontaktlæreren", "rektor", "PP-tjenesten", "kommunen", "helsesykepleieren",
    "laget rundt eleven", "hjemmet", "miljøterapeuten", "barnevernstjenesten", "skoleeieren",
    "ressursteamet", "faglæreren", "sosiallæreren", "skolefritidsordningen", "rådgiveren",
    "fylkeskommunen", "trinnlederen", "assistenten", "oppfølgingstjenesten",
)  # fmt: skip

VERBS = (
    "følger", "beskriver", "avklarer", "vurderer", "dokumenterer", "prioriterer",
    "planlegger", "drøfter", "kartlegger", "styrker", "justerer", "evaluerer", "forankrer",
    "samordner", "støtter", "undersøker", "oppsummerer", "tilpasser", "gjennomgår",
    "forbereder", "utvikler", "bruker", "videreformidler", "etterspør", "fordeler",
)  # fmt: skip

STEMS = (
    "skole", "fraværs", "nærværs", "oppfølgings", "samarbeids", "elev", "klasse", "trivsels",
    "lærings", "støtte", "overgangs", "tiltaks", "hjemme", "helse", "team", "kommune", "miljø",
    "kartleggings", "forebyggings", "mestrings", "veilednings", "samtale", "kompetanse",
    "relasjons", "inkluderings", "fritids", "foreldre", "utviklings", "kvalitets", "registrerings",
    "oppstarts", "rådgivings", "medvirknings", "informasjons", "ansvars", "tillits", "deltakelses",
    "system", "tverrfag", "nettverks",
)  # fmt: skip

HEADS = (
    Noun("plan", "planen", "planer"), Noun("rutine", "rutinen", "rutiner"),
    Noun("møte", "møtet", "møter", "et"), Noun("samtale", "samtalen", "samtaler"),
    Noun("tiltak", "tiltaket", "tiltak", "et"), Noun("oversikt", "oversikten", "oversikter"),
    Noun("behov", "behovet", "behov", "et"), Noun("arbeid", "arbeidet", "arbeider", "et"),
    Noun("ordning", "ordningen", "ordninger"), Noun("vurdering", "vurderingen", "vurderinger"),
    Noun("mål", "målet", "mål", "et"), Noun("ansvar", "ansvaret", "ansvarsområder", "et"),
    Noun("kultur", "kulturen", "kulturer"), Noun("melding", "meldingen", "meldinger"),
    Noun("tilbud", "tilbudet", "tilbud", "et"), Noun("gruppe", "gruppen", "grupper"),
    Noun("metode", "metoden", "metoder"), Noun("logg", "loggen", "logger"),
    Noun("avtale", "avtalen", "avtaler"), Noun("undersøkelse", "undersøkelsen", "undersøkelser"),
    Noun("kontakt", "kontakten", "kontakter"), Noun("ressurs", "ressursen", "ressurser"),
    Noun("situasjon", "situasjonen", "situasjoner"), Noun("erfaring", "erfaringen", "erfaringer"),
    Noun("grunnlag", "grunnlaget", "grunnlag", "et"), Noun("periode", "perioden", "perioder"),
    Noun("prosess", "prosessen", "prosesser"), Noun("struktur", "strukturen", "strukturer"),
    Noun("mønster", "mønsteret", "mønstre", "et"), Noun("forløp", "forløpet", "forløp", "et"),
)  # fmt: skip

ADJECTIVES = (
    "tidlige", "tydelige", "felles", "lokale", "helhetlige", "systematiske", "faste", "korte",
    "jevnlige", "skriftlige", "gjensidige", "trygge", "konkrete", "realistiske", "forutsigbare",
    "varige", "individuelle", "tverrfaglige", "enkle", "kjente", "nye", "åpne", "viktige",
)  # fmt: skip

ADVERBIALS = (
    "i god tid før møtet", "sammen med eleven", "hver måned", "uten unødig opphold",
    "i samråd med hjemmet", "før skolestart", "etter fire uker", "skriftlig og kort",
    "ved hver overgang", "på alle trinn", "i det daglige", "med jevne mellomrom",
    "gjennom hele skoleåret", "så tidlig som mulig", "i ledergruppen", "på foreldremøtet",
    "i utviklingstiden", "etter en samlet vurdering", "innen én uke", "når planen blir revidert",
    "på tvers av tjenestene", "med tydelig ansvar", "i små steg", "der eleven er",
)  # fmt: skip

CLAUSES = (
    "når fraværet øker over flere uker", "slik at ansvaret er tydelig",
    "fordi små tegn ofte kommer før langt fravær", "selv om årsakene er sammensatte",
    "slik at ingen venter på hverandre", "når eleven selv ønsker det",
    "fordi tillit tar tid å bygge", "der tidligere forsøk ikke har ført fram",
    "slik at samtalen handler om det eleven opplever", "når flere tjenester er involvert",
    "selv om tiden er knapp", "fordi overganger gjør mange utrygge",
    "slik at erfaringene kommer andre til gode", "når det oppstår tvil om årsaken",
    "der foresatte og skole ser ulikt på saken", "fordi vanene setter seg raskt",
    "slik at timeplanen blir til å leve med", "når skoleåret begynner",
    "selv om fraværet er meldt og begrunnet", "der gruppen er liten",
)  # fmt: skip

TIMES = (
    "samme dag", "innen én uke", "etter fire uker", "før neste møte", "hver fredag",
    "ved skolestart", "innen tre skoledager", "to ganger i året", "når tiltaket er avsluttet",
)  # fmt: skip

SURNAMES = (
    "Aasen", "Bakken", "Dalen", "Eide", "Fossum", "Granli", "Haugen", "Iversby", "Jordet",
    "Kvamme", "Lunden", "Moen", "Nordli", "Opdal", "Rustad", "Solberget", "Tangen", "Ulvestad",
    "Viken", "Ystad", "Ødegaard", "Åsheim",
)  # fmt: skip

INITIALS = ("A.", "B.", "E.", "H.", "I. M.", "K.", "L.", "M.", "S.", "T. O.")

PUBLISHERS = ("Fjordforlaget", "Instituttet for oppvekst", "Senter for skolemiljø", "Læringsverket")

JOURNALS = ("Tidsskrift for nærvær", "Nordisk skoleforskning", "Oppvekst og læring")
