"""``plan.yml`` and ``konflikter.yml``: reading a local plan, and the rules for it.

What the national release says is given as an edition, which the caller has read and verified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rettesnor.model.convert import from_data
from rettesnor.model.edition import Edition
from rettesnor.model.local_plan import (
    ADAPTED,
    CONFLICTS,
    DEVIATES,
    FILE,
    FOLLOWED,
    NOT_ASSESSED,
    SNAPSHOT,
    Grunnlag,
    LocalPlan,
)
from rettesnor.model.problem import Code, Problem, Severity
from rettesnor.model.strength import DUTY
from rettesnor.reading.content.opened_file import OpenedFile, open_file
from rettesnor.reading.content.personal_data import persons
from rettesnor.reading.files.folder import Folder
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml.loader import Pointer

_WARNING = Severity.WARNING
CODES = (
    Code(
        "plan-nasjonal", "Den nasjonale utgaven som planen bygger på, kan ikke brukes.",
        suppressible=False,
    ),
    Code("plan-ukjent", "Planen viser til noe som ikke finnes.", suppressible=False),
    Code("plan-dobbel", "En post i planen står to ganger.", suppressible=False),
    Code("plan-forhold", "Forholdet til en anbefaling stemmer ikke med det som står der.",
         suppressible=False),
    Code("plan-konflikt", "Noe i planen må avgjøres etter en oppdatering.", suppressible=False),
    Code("plan-person", "Planen har noe som kan være navn eller nummer på en person.", _WARNING,
         suppressible=False),
    Code("plan-lovkrav", "Planen avviker fra en anbefaling som følger av lov.", _WARNING,
         suppressible=False),
    Code("plan-frist", "En dag i planen er passert, eller kommer i feil rekkefølge.", _WARNING,
         suppressible=False),
    Code("plan-ikke-vurdert", "Noen anbefalinger er ikke vurdert ennå.", _WARNING,
         suppressible=False),
)
"""The codes of what is found here."""

_LIMIT = 5
"""How many recommendations a warning names."""


@dataclass(frozen=True, slots=True)
class PlanReading:
    """What could be read of a plan.

    Attributes:
        plan: None when the file cannot be read, or breaks its schema.
        document: the file, as far as it could be read.
        conflicts: what ``konflikter.yml`` says; empty without one.
        problems: what is wrong with the files by themselves.
        snapshot: the bytes of the national release; None when they are missing.
    """

    plan: LocalPlan | None
    document: Document | None
    conflicts: Mapping[str, Any]
    problems: tuple[Problem, ...]
    snapshot: bytes | None = None


def read_plan(folder: Folder) -> PlanReading:
    """Return the plan in ``folder``; the release that it builds on is not looked into."""
    opened = _open(folder, FILE, "plan")
    conflicts: Mapping[str, Any] = {}
    problems: list[Problem] = []
    if folder.exists(CONFLICTS):
        left = _open(folder, CONFLICTS, "plan-conflicts")
        if isinstance(left, OpenedFile):
            problems += left.problems
            conflicts = {} if left.unreadable else left.document.data
            if not left.problems:
                problems += _undecided(left.document)
        else:
            problems += left
    if not isinstance(opened, OpenedFile):
        return PlanReading(None, None, conflicts, tuple(sorted([*opened, *problems])))
    problems += opened.problems
    snapshot = folder.read(SNAPSHOT, limit=_MAX_SNAPSHOT) if folder.exists(SNAPSHOT) else None
    data = snapshot if isinstance(snapshot, bytes) else None
    if isinstance(snapshot, Problem):
        problems.append(snapshot)
    if opened.unreadable:
        return PlanReading(None, opened.document, conflicts, tuple(sorted(problems)), data)
    plan = from_data(LocalPlan, opened.document.data)
    return PlanReading(plan, opened.document, conflicts, tuple(sorted(problems)), data)


_MAX_SNAPSHOT = 64 * 2**20


def _open(folder: Folder, path: str, kind: str) -> OpenedFile | list[Problem]:
    data = folder.read(path)
    return [data] if isinstance(data, Problem) else open_file(data, path, kind)


def _undecided(document: Document) -> Iterator[Problem]:
    for number, one in enumerate(document.data["konflikter"]):
        if not one["valg"]:
            yield document.problem(
                "plan-konflikt", ("konflikter", number, "valg"),
                f"{one['om'].rstrip('.')}: {_asks(one)}",
                "Skriv «behold», «nasjonal» eller «egen», og kjør «rettesnor plan resolve».",
            )
    if all(one["valg"] for one in document.data["konflikter"]):
        yield document.problem(
            "plan-konflikt", ("konflikter",), "Alle konfliktene er avgjort, men ikke utført.",
            "Kjør «rettesnor plan resolve».", at_key=True,
        )


def _asks(one: Mapping[str, Any]) -> str:
    return {
        "vurdering": "den nasjonale setningen er endret, og planen må vurderes på nytt.",
        "borte": "planen har egen tekst til noe som ikke finnes nasjonalt lenger.",
    }.get(one["slag"], "både planen og den nasjonale teksten er endret.")


def built_on_problem(document: Document, message: str, hint: str = "") -> Problem:
    """Return the problem with the national release that the plan in ``document`` builds on."""
    return document.problem(
        "plan-nasjonal", ("bygger_paa",), message,
        hint or "Kjør «rettesnor plan update» for å hente utgaven på nytt.", at_key=True,
    )


def plan_problems(
    document: Document, national: Edition, as_of: date
) -> list[Problem]:
    """Return what the rules find in the plan in ``document``.

    Args:
        national: the release that it builds on, in its language.
        as_of: the day it is judged on.
    """
    found: list[Problem] = []
    for rule in _RULES:
        found += rule(document, national, as_of)
    return sorted(found)


Rule = Callable[[Document, Edition, date], Iterable[Problem]]


def _built_on(document: Document, national: Edition, as_of: date) -> Iterator[Problem]:
    base = from_data(Grunnlag, document.data["bygger_paa"])
    guideline = national.guideline
    if (base.retningslinje, base.versjon) != (guideline.id, guideline.versjon):
        yield built_on_problem(
            document, f"Planen sier at den bygger på «{base.retningslinje}» {base.versjon}, men "
            f"{SNAPSHOT} er «{guideline.id}» {guideline.versjon}.",
        )


def _ids(document: Document, national: Edition, as_of: date) -> Iterator[Problem]:
    data = document.data
    services = [one["id"] for one in data.get("tjenester", ())]
    known = {
        "anbefalinger": (list(national.recommendations), "Anbefalingen"),
        "faser": ([one.id for one in national.guideline.faser], "Fasen"),
        "tjenester": (services, "Tjenesten"),
        "maler": ([one.id for one in national.guideline.maler], "Malen"),
    }
    for name, (ids, what) in known.items():
        listed = [one["id"] for one in data.get(name, ())]
        for number, one in enumerate(data.get(name, ())):
            here = (name, number, "id")
            if one["id"] in listed[:number]:
                yield document.problem(
                    "plan-dobbel", here, f"{what} «{one['id']}» står to ganger.",
                    "Slå sammen det som står, og ta bort det ene stedet.",
                )
            elif one["id"] not in ids and not one.get("utgaatt"):
                yield document.problem(
                    "plan-ukjent", here,
                    f"{what} «{one['id']}» finnes ikke i den nasjonale utgaven.",
                    _meant(one["id"], ids),
                )
    for number, phase in enumerate(data.get("faser", ())):
        for place, join in enumerate(phase.get("kobles_paa", ())):
            service = join.get("tjeneste")
            if service and service not in services:
                yield document.problem(
                    "plan-ukjent", ("faser", number, "kobles_paa", place, "tjeneste"),
                    f"Tjenesten «{service}» står ikke under «tjenester».",
                    _meant(service, services) or "Legg den til der, eller ta bort linja.",
                )


def _relations(document: Document, national: Edition, as_of: date) -> Iterator[Problem]:
    for number, one in enumerate(document.data["anbefalinger"]):
        here, relation = ("anbefalinger", number, "forhold"), one["forhold"]
        own = [name for name in ("steg", "grenser", "dokumenter", "merknad") if one.get(name)]
        if relation == DEVIATES and "avvik" not in one:
            yield document.problem(
                "plan-forhold", here, f"Anbefalingen «{one['id']}» avviker, men «avvik» mangler.",
                "Skriv hva kommunen gjør annerledes, hvorfor, hvem som har bestemt det, og når det "
                "skal vurderes på nytt.",
            )
        if relation != DEVIATES and "avvik" in one:
            yield document.problem(
                "plan-forhold", here, f"Anbefalingen «{one['id']}» har «avvik», men forholdet er "
                f"«{relation}».", "Skriv «avviker», eller ta bort «avvik».",
            )
        if relation == ADAPTED and not own:
            yield document.problem(
                "plan-forhold", here, f"Anbefalingen «{one['id']}» er tilpasset, men det står ikke "
                "hvordan.", "Skriv egne steg, grenser, dokumenter eller en merknad. Er den ikke "
                "tilpasset, skriv «følges».",
            )
        if relation in (FOLLOWED, NOT_ASSESSED) and (one.get("steg") or one.get("grenser")):
            yield document.problem(
                "plan-forhold", here, f"Anbefalingen «{one['id']}» har egne steg eller grenser, "
                f"men forholdet er «{relation}».", "Skriv «tilpasset».",
            )


def _law(document: Document, national: Edition, as_of: date) -> Iterator[Problem]:
    musts = {one.id for one in national.guideline.scale if one.grad == DUTY}
    for number, one in enumerate(document.data["anbefalinger"]):
        found = national.recommendations.get(one["id"])
        if one["forhold"] == DEVIATES and found is not None and found.styrke in musts:
            yield document.problem(
                "plan-lovkrav", ("anbefalinger", number, "forhold"),
                f"Planen avviker fra «{one['id']}», som sier hva loven krever.",
                "Et krav i lov kan ikke fravikes lokalt. Skriv heller hvordan kravet blir oppfylt "
                "her, med «tilpasset».", severity=_WARNING,
            )


def _days(document: Document, national: Edition, as_of: date) -> Iterator[Problem]:
    today = as_of.isoformat()
    review = document.data.get("gjennomgang", {})
    due, last = review.get("neste", ""), review.get("sist", "")
    if due and due < today:
        yield document.problem(
            "plan-frist", ("gjennomgang", "neste"),
            "Dagen da planen skulle være gått gjennom, er passert.",
            "Gå gjennom planen, og skriv dagen under «sist» og en ny dag under «neste».",
            severity=_WARNING,
        )
    if due and last and due <= last:
        yield document.problem(
            "plan-frist", ("gjennomgang", "neste"), "«neste» er ikke etter «sist».",
            "Skriv dagen for neste gjennomgang.", severity=_WARNING,
        )
    if last > today:
        yield document.problem(
            "plan-frist", ("gjennomgang", "sist"), "Planen kan ikke være gått gjennom på en dag "
            "som ikke har vært ennå.", "Skriv dagen den sist ble gått gjennom.", severity=_WARNING,
        )
    for number, one in enumerate(document.data["anbefalinger"]):
        again = one.get("avvik", {}).get("ny_vurdering", "")
        if again and again < today:
            yield document.problem(
                "plan-frist", ("anbefalinger", number, "avvik", "ny_vurdering"),
                f"Avviket fra «{one['id']}» skulle vært vurdert på nytt.",
                "Vurder det, og skriv en ny dag, eller følg anbefalingen.", severity=_WARNING,
            )
        if again and again <= one["avvik"]["besluttet_dato"]:
            yield document.problem(
                "plan-frist", ("anbefalinger", number, "avvik", "ny_vurdering"),
                "«ny_vurdering» er ikke etter «besluttet_dato».",
                "Skriv dagen avviket skal vurderes på nytt.", severity=_WARNING,
            )


def _assessed(document: Document, national: Edition, as_of: date) -> Iterator[Problem]:
    said = {one["id"]: one["forhold"] for one in document.data["anbefalinger"]}
    left = [id_ for id_ in national.recommendations if said.get(id_, NOT_ASSESSED) == NOT_ASSESSED]
    if left:
        named = ", ".join(f"«{id_}»" for id_ in left[:_LIMIT])
        more = f" og {len(left) - _LIMIT} til" if len(left) > _LIMIT else ""
        yield document.problem(
            "plan-ikke-vurdert", ("anbefalinger",),
            f"{len(left)} av {len(national.recommendations)} anbefalinger er ikke vurdert: "
            f"{named}{more}.",
            "Skriv «følges», «tilpasset» eller «avviker» på hver. På nettstedet står de som ikke "
            "vurdert.", at_key=True, severity=_WARNING,
        )


def _persons(document: Document, national: Edition, as_of: date) -> Iterator[Problem]:
    for pointer, text in _texts(document.data, ()):
        if pointer[0] in ("bygger_paa", "adresse") or pointer[-1] == "lenke":
            continue
        for what, words in persons(text):
            yield document.problem(
                "plan-person", pointer, f"«{words}» kan være {what}.",
                "Skriv rollen, tjenesten eller sentralbordet i stedet. Er det ikke en person, kan "
                "du se bort fra advarselen.", severity=_WARNING,
            )


def _texts(value: Any, way: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, str):
        yield way, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(item, (*way, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, (*way, number))


def _meant(word: str, known: Sequence[str]) -> str:
    near = Names(known).closest(word)
    return f"Mente du «{near}»?" if near else ""


_RULES: tuple[Rule, ...] = (_built_on, _ids, _relations, _law, _days, _assessed, _persons)
