"""The items of the RIGHT statement: what a guideline's report on its method says, or why not.

RIGHT (Reporting Items for practice Guidelines in HealThcare) has 22 items with 35 parts: Chen et
al. (2017), https://doi.org/10.7326/M16-1565. The items are given here in our own Norwegian, and
«health» is left out where a guideline need not be about health. RIGHT advises against making a
score of them, so nothing here counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rettesnor.model.convert import to_data
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import Guideline, Rapportpunkt

SOURCE = "https://doi.org/10.7326/M16-1565"
"""Where the items are from."""


@dataclass(frozen=True, slots=True)
class Item:
    """A part of an item: its id, and what it asks for.

    The id is not the bare number, which YAML would read as a number where it has no letter.
    """

    punkt: str
    tekst: str

    @property
    def nummer(self) -> str:
        """Its number in RIGHT."""
        return self.punkt.removeprefix("right-")


@dataclass(frozen=True, slots=True)
class Group:
    """Items about the same, as RIGHT groups them."""

    navn: str
    punkter: tuple[Item, ...]


GROUPS = (
    Group(N_("Grunnleggende opplysninger"), (
        Item("right-1a", N_("Tittelen sier at det er en retningslinje eller anbefalinger.")),
        Item("right-1b", N_("Året retningslinja ble publisert.")),
        Item(
            "right-1c",
            N_("Hva retningslinja handler om, for eksempel forebygging eller oppfølging."),
        ),
        Item("right-2", N_("Et sammendrag av anbefalingene.")),
        Item("right-3", N_("Nye og viktige begreper, og forkortelser.")),
        Item("right-4", N_("Hvem som kan kontaktes om retningslinja.")),
    )),
    Group(N_("Bakgrunn"), (
        Item("right-5", N_("Hvor vanlig problemet er, og hva det fører til.")),
        Item("right-6", N_("Hva retningslinja skal oppnå.")),
        Item("right-7a", N_("Hvem anbefalingene først og fremst handler om.")),
        Item("right-7b", N_("Grupper som er vurdert særskilt.")),
        Item("right-8a", N_("Hvem som skal bruke retningslinja.")),
        Item("right-8b", N_("Hvor den skal brukes.")),
        Item(
            "right-9a",
            N_("Hvordan de som har deltatt, ble valgt, og hvilke roller de har hatt."),
        ),
        Item("right-9b", N_("Alle som har deltatt, med tittel, rolle og arbeidssted.")),
    )),
    Group(N_("Kunnskapsgrunnlag"), (
        Item("right-10a", N_("Spørsmålene som anbefalingene svarer på.")),
        Item("right-10b", N_("Hvordan utfallene ble valgt.")),
        Item(
            "right-11a",
            N_("Om retningslinja bygger på nye eller tidligere systematiske oversikter."),
        ),
        Item("right-11b", N_("Hvordan tidligere oversikter ble funnet, vurdert og oppdatert.")),
        Item("right-12", N_("Hvordan tilliten til den samlede kunnskapen er vurdert.")),
    )),
    Group(N_("Anbefalinger"), (
        Item("right-13a", N_("Anbefalinger som er klare, presise og mulige å følge.")),
        Item("right-13b", N_("Egne anbefalinger for viktige grupper, der kunnskapen tilsier det.")),
        Item("right-13c", N_("Styrken på hver anbefaling, og tilliten til kunnskapen bak.")),
        Item("right-14a", N_("Om verdiene og ønskene til dem det gjelder, er tatt hensyn til.")),
        Item("right-14b", N_("Om kostnader og ressurser er tatt hensyn til.")),
        Item("right-14c", N_("Om likeverd, gjennomførbarhet og aksept er tatt hensyn til.")),
        Item("right-15", N_("Hvordan gruppa kom fra kunnskap til anbefaling.")),
    )),
    Group(N_("Gjennomgang og kvalitetssikring"), (
        Item(
            "right-16",
            N_("Om utenforstående har vurdert utkastet, og hva som ble gjort med svarene."),
        ),
        Item("right-17", N_("Om retningslinja er kvalitetssikret, og hvordan.")),
    )),
    Group(N_("Finansiering og interesser"), (
        Item("right-18a", N_("Hvem som har betalt for arbeidet.")),
        Item("right-18b", N_("Hvilken rolle de som betalte, har hatt.")),
        Item("right-19a", N_("Hvilke interesser som kunne ha noe å si for arbeidet.")),
        Item(
            "right-19b",
            N_("Hvordan interesser er vurdert og håndtert, og hvor erklæringene er."),
        ),
    )),
    Group(N_("Annet"), (
        Item("right-20", N_("Hvor retningslinja og vedleggene finnes.")),
        Item("right-21", N_("Hva det mangler kunnskap om.")),
        Item("right-22", N_("Svakheter ved arbeidet, og hva de kan ha å si for anbefalingene.")),
    )),
)
"""All items, in RIGHT's order."""
ITEMS: Mapping[str, Item] = {item.punkt: item for group in GROUPS for item in group.punkter}
"""The items by their ids."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Data that can answer an item: what readers call it, and the page that shows it.

    Attributes:
        own: whether the guideline's own files hold it, under this name.
    """

    navn: str
    side: str = ""
    own: bool = True


FIELDS: Mapping[str, Shown] = {
    "tittel": Shown(N_("Tittel")),
    "type": Shown(N_("Type")),
    "status": Shown(N_("Status")),
    "versjon": Shown(N_("Versjon"), "endringer/"),
    "eier": Shown(N_("Ansvarlig")),
    "avsender": Shown(N_("Avsender av teksten")),
    "samarbeidspartnere": Shown(N_("Samarbeidspartnere")),
    "formaal": Shown(N_("Formål")),
    "omfang": Shown(N_("Omfang"), "#gjelder"),
    "avgrensning": Shown(N_("Avgrensning"), "#gjelder-ikke"),
    "maalgrupper": Shown(N_("Målgrupper"), "for/"),
    "lisens": Shown(N_("Lisens")),
    "datoer": Shown(N_("Datoer")),
    "roller": Shown(N_("Roller"), "for/"),
    "faser": Shown(N_("Faser"), "faser/"),
    "dimensjoner": Shown(N_("Inndelinger"), "oversikt/"),
    "kapitler": Shown(N_("Kapitler"), "#anbefalinger"),
    "gjennomgang": Shown(N_("Hvor ofte innholdet gjennomgås"), "gjennomgang/"),
    "kilder": Shown(N_("Kilder"), "kilder/"),
    "lover": Shown(N_("Lover og forskrifter"), "lover/"),
    "termer": Shown(N_("Ordliste"), "ordliste/"),
    "kort_anbefaling": Shown(N_("Kort anbefaling"), "#anbefalinger", own=False),
    "styrke": Shown(N_("Styrke"), "#anbefalinger", own=False),
    "begrunnelse": Shown(N_("Begrunnelse i hver anbefaling"), "#anbefalinger", own=False),
    "vurderinger": Shown(N_("Vurderingene på en skala"), "#anbefalinger", own=False),
    "problemstilling": Shown(N_("Spørsmålet bak anbefalingen"), "#anbefalinger", own=False),
    "kunnskapssok": Shown(N_("Søk etter forskning"), "#anbefalinger", own=False),
    "kunnskapsgrunnlag": Shown(
        N_("Kunnskapsgrunnlag i hver anbefaling"), "#anbefalinger", own=False
    ),
    "praktisk_gjennomforing": Shown(
        N_("Praktisk gjennomføring i hver anbefaling"), "#anbefalinger", own=False
    ),
    "horinger": Shown(N_("Høringer"), "horing/", own=False),
}
"""The data that a report can point to, by name. Pages are below the root of a language's pages."""


def has_content(guideline: Guideline, name: str) -> bool:
    """Return whether the guideline says something in the field ``name``; true for what is
    not in its own files."""
    return not FIELDS[name].own or bool(to_data(getattr(guideline, name)))


def answers(guideline: Guideline) -> Mapping[str, Rapportpunkt]:
    """Return what the guideline's report says, by the id of the item."""
    return {one.punkt: one for one in guideline.metoderapport}
