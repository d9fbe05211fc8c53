"""Schema errors as sentences: one for each cause, at the exact place, in Norwegian."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema import did_you_mean as suggestion
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.schema.messages import problems
from rettesnor.reading.yaml import loader as door

from tests.support.check_case import changed, sound_files

PATH = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.yml"
SOUND = sound_files()
SAID = {
    "$ref", "additionalProperties", "else", "enum", "format", "if", "items", "maxItems",
    "maxLength", "maximum", "minItems", "minLength", "minProperties", "minimum", "oneOf", "pattern",
    "patternProperties", "properties", "required", "then", "type", "uniqueItems",
}
SILENT = {
    "$defs", "$id", "$schema", "allOf", "const", "contentMediaType", "default", "description",
    "examples", "title",
}


def said(change: str, path: str = PATH, kind: str = "recommendation") -> list[str]:
    """Return what is said of a sound file with ``change`` laid upon it."""
    text = changed(SOUND, {path: change})[path]
    data, faults = door.load(text, "fil.yml")
    assert not faults
    return [str(problem) for problem in schema.validate(Document("fil.yml", text, data), kind)]


def said_of(text: str, kind: str = "recommendation") -> list[str]:
    data, faults = door.load(text, "fil.yml")
    assert not faults
    return [str(problem) for problem in schema.validate(Document("fil.yml", text, data), kind)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("styrke:", "fil.yml:4:1: felt-tom: «styrke» er tom. Skriv en verdi."),
        ("status: publisert", "fil.yml:5:9: ukjent-status: «publisert» er ikke utkast | høring | "
         "gjeldende | under revisjon | opphevet. Mente du «gjeldende»?"),
        ("skoleslag: []", "fil.yml:8:1: felt-tom: «skoleslag» kan ikke være tom. Skriv minst ett "
         "punkt med «- » foran, eller slett feltet."),
        ("faser: []", "fil.yml:11:1: felt-tom: «faser» kan ikke være tom. Skriv minst ett punkt "
         "med «- » foran, eller slett feltet."),
        ("maalgrupper: kontaktlaerer", "fil.yml:6:14: felt-type: «maalgrupper» skal være en liste, "
         "men er tekst. Skriv hvert punkt på egen linje, med «- » foran."),
        ("tittel: 2026", "fil.yml:2:9: felt-type: «tittel» skal være tekst, men er et tall. "
         "Sett verdien i anførselstegn."),
        ("tittel: true", "fil.yml:2:9: felt-type: «tittel» skal være tekst, men er «true». "
         "Sett verdien i anførselstegn."),
        ("begrunnelse: Fordi.", "fil.yml:21:14: felt-type: «begrunnelse» skal være en gruppe med "
         "felt, men er tekst. Skriv feltene på egne linjer under, med innrykk.\n"
         "begrunnelse:\n  tekst: |\n    …"),
        ("kontrollsporsmaal:\n  - Husk: eleven er med?", "fil.yml:38:5: felt-type: Punkt 1 i "
         "«kontrollsporsmaal» skal være tekst, men er en gruppe med felt. Har teksten et kolon, "
         "må den stå i anførselstegn."),
        ("kontrollsporsmaal:\n  - Eleven er med.", "fil.yml:38:5: felt-monster: «Eleven er med.» "
         "slutter ikke med spørsmålstegn. Sett «?» til slutt."),
        ("tittel: Ja", "fil.yml:2:9: felt-lengde: «tittel» har 2 tegn, men må ha minst 3. "
         "Kort navn på anbefalingen, brukt i menyer og lister. Eksempel: «Skriftlig plan for "
         "oppfølging»."),
        ("kort_anbefaling: Skolen bør " + "x" * 250, "fil.yml:3:18: felt-lengde: "
         "«kort_anbefaling» har 261 tegn, men det er bare plass til 250. Ta bort 11 tegn."),
        ("faser: [a, b, c, d, e, f, g, h, i, j, k]", "fil.yml:11:8: felt-antall: «faser» "
         "har 11 punkter, men det er bare plass til 10. Ta bort 1 av dem."),
        ("skoleslag: [a, b, a]", "fil.yml:8:19: felt-dobbelt: «a» står to ganger i «skoleslag». "
         "Slett det ene punktet."),
        ("id: Tidlig Samtåle", "fil.yml:1:5: felt-monster: «Tidlig Samtåle» har ikke riktig form "
         "for «id». Bruk bare små bokstaver (a–z), tall og enkle bindestreker. Skriv for eksempel "
         "«tidlig-samtaale»."),
        ("datoer:\n  publisert: 2026-02-30", "fil.yml:42:14: felt-dato: «2026-02-30» er ikke en "
         "gyldig dato. Skriv år-måned-dag, for eksempel 2026-10-02."),
        ("datoer:\n  publisert: 2.10.2026", "fil.yml:42:14: felt-dato: «2.10.2026» er ikke en "
         "gyldig dato. Mente du «2026-10-02»?"),
        ("datoer:\n  publisert: 2. oktober 2026", "fil.yml:42:14: felt-dato: «2. oktober 2026» er "
         "ikke en gyldig dato. Mente du «2026-10-02»?"),
        ("datoer:\n  publisert: 2026/2/1", "fil.yml:42:14: felt-dato: «2026/2/1» er ikke en "
         "gyldig dato. Mente du «2026-02-01»?"),
        ("datoer:\n  publisert: 30.2.2026", "fil.yml:42:14: felt-dato: «30.2.2026» er ikke en "
         "gyldig dato. Skriv år-måned-dag, for eksempel 2026-10-02."),
        ("datoer:\n  publisert: 2026", "fil.yml:42:14: felt-type: «publisert» skal være tekst, "
         "men er et tall. Skriv år-måned-dag, for eksempel 2026-10-02."),
        ("juridiske_rammer:\n  tekst: Se.\n  referanser:\n    - lov: opplæringslova\n"
         "      paragraf: § 10–6\n      hvorfor: Plikt.", "fil.yml:34:17: felt-monster: «§ 10–6» "
         "har ikke riktig form for «paragraf». Mente du «§ 10-6»? Her er det brukt en tankestrek."),
        ("juridiske_rammer:\n  tekst: Se.\n  referanser:\n    - lov: opplæringslova\n"
         "      paragraf: 10-6\n      hvorfor: Plikt.", "fil.yml:34:17: felt-monster: «10-6» "
         "har ikke riktig form for «paragraf». Mente du «§ 10-6»?"),
        ("maalgrupper:\n  - elev\n    - foresatte", "fil.yml:7:5: felt-monster: «elev - foresatte» "
         "har ikke riktig form for punkt 1 i «maalgrupper». Er det flere punkter, start dem like "
         "langt inn, hvert med «- » foran."),
        ("begrunnelse:\n  tekst: ' '", "fil.yml:22:3: felt-tom: «tekst» kan ikke være tom. "
         "Skriv en tekst."),
        ("stryke: bør", "fil.yml:45:1: felt-ukjent: Feltet «stryke» finnes ikke. "
         "Mente du «styrke»?"),
        ("ressursbruk: Lite.", "fil.yml:45:1: felt-ukjent: Feltet «ressursbruk» finnes ikke. "
         "Det hører hjemme under «begrunnelse». Sjekk innrykket."),
        ("datoer:\n  xyz: 1", "fil.yml:42:3: felt-ukjent: Feltet «xyz» finnes ikke i «datoer». "
         "Feltene her er «publisert», «faglig_oppdatert» og «neste_gjennomgang»."),
        ("begrunnelse:\n  ressursbruk: Lite.", "fil.yml:21:1: felt-mangler: «tekst» mangler i "
         "«begrunnelse». Legg til «tekst». Den samlede begrunnelsen. Kan ha Markdown."),
        ("se_ogsaa:\n  - ''", "fil.yml:40:5: felt-tom: Punkt 1 i «se_ogsaa» kan ikke være tom. "
         "Skriv en tekst, eller slett feltet."),
    ],
    ids=lambda value: value.split("\n")[0][:30],
)
def test_one_sentence_for_one_cause(change: str, expected: str) -> None:
    assert said(change + "\n") == [expected]


def test_missing_field_is_named_at_its_parent() -> None:
    assert said_of(SOUND[PATH].replace("styrke: bør\n", "")) == [
        "fil.yml:1:1: felt-mangler: «styrke» mangler. Legg til for eksempel «styrke: bør»."
    ]


def test_misspelt_field_is_not_also_missing() -> None:
    assert said_of(SOUND[PATH].replace("status:", "statuss:")) == [
        "fil.yml:5:1: felt-ukjent: Feltet «statuss» finnes ikke. Mente du «status»?"
    ]


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        ("tillit: ikke vurdert\n      metode: GRADE", [
            "fil.yml:30:7: felt-uforenlig: «metode» kan ikke stå når «tillit» er «ikke vurdert». "
            "Slett «metode», eller endre «tillit»."]),
        ("tillit: lav\n      metode: GRADE", [
            "fil.yml:28:7: felt-mangler: «funn» må være med i punkt 1 i «forskning» når «tillit» "
            "er «lav». Legg til «funn». Hva kilden viser. Står tomt når funnet ikke er lest ut av "
            "kilden. Kan ha Markdown."]),
        ("tillit: lavt", [
            "fil.yml:29:15: felt-verdi: «lavt» er ikke høy | moderat | lav | svært lav | ikke "
            "vurdert. Mente du «lav»?"]),
        ("metode: GRADE", [
            "fil.yml:28:7: felt-mangler: «tillit» mangler i punkt 1 i «forskning». Legg til for "
            "eksempel «tillit: ikke vurdert»."]),
    ],
)
def test_conditions_speak_only_when_their_grounds_hold(finding: str, expected: list[str]) -> None:
    assert said_of(SOUND[PATH].replace("tillit: ikke vurdert", finding)) == expected


def test_sources_have_choices_numbers_and_addresses() -> None:
    change = (
        "references:\n  - id: a\n    type: report\n    title: Abc\n    URL: htp:/x\n"
        "    author:\n      - given: A\n      - family: B\n        literal: Redd Barna\n"
        "    issued:\n      date-parts: [[0]]\n"
    )
    assert sorted(said(change, "guideline/sources.yml", "sources")) == [
        "fil.yml:11:21: felt-tall: Punkt 1 i punkt 1 i «date-parts» er 0, men må være minst 1.",
        "fil.yml:5:10: felt-adresse: «htp:/x» er ikke en gyldig nettadresse. Skriv hele adressen "
        "med https:// foran og uten mellomrom.",
        "fil.yml:7:9: felt-valg: Punkt 1 i «author» mangler «literal» eller «family». Oppgi enten "
        "«literal» eller «family».",
        "fil.yml:8:9: felt-valg: Punkt 2 i «author» har både «literal» og «family». Oppgi enten "
        "«literal» eller «family».",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "fil.yml:1:1: fil-tom: Fila er tom. Fyll den ut, eller slett den."),
        ("Skolen bør.", "fil.yml:1:1: fil-uten-felt: Fila skal bestå av felt, men er tekst. Skriv "
         "«felt: verdi» helt til venstre på linja."),
        ("- a\n- b\n", "fil.yml:1:1: fil-uten-felt: Fila skal bestå av felt, men er en liste. "
         "Skriv «felt: verdi» helt til venstre på linja."),
    ],
)
def test_a_file_without_fields_gets_a_plain_sentence(text: str, expected: str) -> None:
    assert said_of(text) == [expected]


def test_what_only_the_compiled_validator_refuses_is_still_refused() -> None:
    data, _ = door.load(SOUND[PATH], "fil.yml")
    document = Document("fil.yml", SOUND[PATH], data)
    kind = "recommendation"
    found = problems(document, schema.load(kind), schema.validator(kind))
    assert [problem.code for problem in found] == ["felt-ugyldig"]


@pytest.mark.parametrize("kind", schema.KINDS)
def test_every_keyword_of_the_schemas_has_a_sentence(kind: str) -> None:
    assert set(_keywords(schema.load(kind))) <= SAID | SILENT


@pytest.mark.parametrize(
    ("kind", "path"),
    [("recommendation", PATH)]
    + [(kind, f"guideline/{kind}.yml") for kind in ("guideline", "laws", "sources", "terms")],
)
def test_any_value_put_wrong_is_said_once_and_never_raises(kind: str, path: str) -> None:
    data, _ = door.load(SOUND[path], path)
    for pointer in _pointers(data):
        for wrong in (None, True, 7, "", " \n", "Ø x", [], [None, 1], {}, {"x y": 1}):
            spoilt = _spoilt(data, pointer, wrong)
            found = schema.validate(Document(path, SOUND[path], spoilt), kind)
            assert (not found) == schema.validator(kind).is_valid(spoilt)
            assert {problem.code for problem in found} <= set(CODES) - {"felt-ugyldig"}
            assert len(found) == len({(p.line, p.column, p.message) for p in found})
            assert all(p.message.endswith(".") for p in found)


def test_long_lists_of_mixed_values_are_compared_without_delay() -> None:
    items: list[Any] = [number if number % 2 else str(number) for number in range(20_000)]
    data, _ = door.load(SOUND[PATH], PATH)
    data["maalgrupper"] = items
    assert not schema.validator("recommendation").is_valid(data)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Målgrupper", "maalgrupper"), ("tidligsamtale", "tidlig-samtale"), ("stryke", "styrke"),
        ("tidlig_samtale", "tidlig-samtale"), ("noe helt annet", ""),
    ],
)
def test_suggestions_see_past_spelling(word: str, name: str) -> None:
    assert Names(["maalgrupper", "styrke", "tidlig-samtale"]).closest(word) == name


def test_suggestions_stop_when_there_are_too_many_to_make(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestion, "_BUDGET", 25)
    names = Names(f"anbefaling-{number}" for number in range(10))
    assert names.closest("anbefaling_7") == "anbefaling-7"
    assert [bool(names.closest(f"anbefalin-{number}")) for number in range(3)] == [
        True, True, False,
    ]


def _keywords(node: Any) -> Iterator[str]:
    if not isinstance(node, dict):
        return
    for keyword, value in node.items():
        yield keyword
        if keyword in ("properties", "patternProperties", "$defs"):
            for inner in value.values():
                yield from _keywords(inner)
        elif keyword == "oneOf":
            for inner in value:
                yield from _keywords(inner)
        elif keyword not in ("examples", "enum", "const"):
            yield from _keywords(value)


def _pointers(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if before:
        yield before
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield from _pointers(inner, (*before, key))


def _spoilt(data: Any, pointer: tuple[Any, ...], wrong: Any) -> Any:
    spoilt = copy.deepcopy(data)
    place = spoilt
    for part in pointer[:-1]:
        place = place[part]
    place[pointer[-1]] = wrong
    return spoilt


def test_how_many_are_lacking_is_said() -> None:
    text = "svarskala: [{id: ja, navn: Ja, regnes_som: oppfylt}]\n"
    content, _ = door.load(text, "e.yml")
    (problem,) = schema.validate(Document("e.yml", text, content), "self-check")
    assert problem.message == "«svarskala» har 1 punkt, men må ha minst 2."
    assert problem.hint == "Legg til 1 punkt."
