"""The check goes on after a schema fault: one fault hides no other, and causes no false one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from rettesnor.model.problem import Problem
from rettesnor.reading.checks import file_rules, project_rules
from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.checks.run import check_project
from rettesnor.reading.content.guideline_paths import FILES
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.project import read_project
from rettesnor.reading.read_cache import MemoryCache
from rettesnor.reading.schema.fields import Fields
from rettesnor.reading.schema.readable_part import at_or_below, overlap, readable_part, unnumbered
from rettesnor.reading.schema.validate import load, validate
from rettesnor.reading.yaml import loader
from rettesnor.reading.yaml.loader import Pointer, dotted

from tests.support.check_case import DAY, check, sound_files
from tests.support.guidelines import put

PATH = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.yml"
PATHS = {"recommendation": PATH, **FILES}
"""A file of each kind, by kind."""
RULES = (*file_rules.RULES, *project_rules.OF_ENTRIES, *project_rules.OF_GUIDELINE)
READS = {
    code: {field for rule in RULES if rule.code == code for field in rule.reads}
    for code in {rule.code for rule in RULES}
}
WRONG: tuple[tuple[Any, ...], ...] = ((17, None), (["x", "x"], None))
"""Values of types that few fields take; one field is tried with the first two, the next with the
others. None is what a field without a value is read as."""
Fault = tuple[str, dict[str, Any]]
"""What was done, and the data after it."""
Run = Callable[..., list[Problem]]
"""Returns the problems of the sound guideline with other data in one file: data, kind."""


CRITERIA = """nivaaer:
  - id: skole
    navn: Skole
grupper:
  - id: rutiner
    navn: Rutiner
kriterier:
  - id: samtale
    gruppe: rutiner
    tittel: Samtale
    krav: Skolen skal snakke med eleven.
    sporsmaal: Har skolen snakket med eleven?
    rettsgrunnlag:
      - lov: opplæringslova
        paragraf: § 10-6
    fra_anbefalinger:
      - anbefaling: tidlig-samtale
        sporsmaalet: Snakker skolen med eleven før fraværet er blitt høyt?
    hvordan: Se etter referater i mappa.
    dokumentasjon:
      - Referatet
    ses_i: mappe
    nivaa:
      - skole
    roller:
      - kontaktlaerer
    deler:
      - id: holdt
        navn: Holdt
        sporsmaal: Er samtalen holdt?
      - id: fulgt-opp
        navn: Fulgt opp
        sporsmaal: Er samtalen fulgt opp?
    belegg:
      - kilde: redd-barna-2025
"""
MEASURES = """
kvalitetsmaal:
  - id: samtaler
    tittel: Samtaler
    viser: Om skolen snakker tidlig med eleven.
    teller: Elever som skolen har snakket med
    nevner: Elever med fravær
    datakilde: Egne mapper
    nivaa: [Skole]
    retning: ikke i seg selv
    smaa_tall: {minste_antall: 5, regel: Færre enn fem vises ikke.}
    ikke_til: [Å rangere skoler]
    svakheter: [Tallet sier ikke hvordan samtalen var.]
    anbefalinger: [tidlig-samtale]
    hjemler: [{lov: opplæringslova, paragraf: § 10-6}]
    belegg: [{kilde: redd-barna-2025}]
"""
SELF_CHECK = """
om: Svar for skolen.
nivaaer: [{id: skole, navn: Skole, om: Ledelsen svarer.}]
svarskala:
  - {id: ja, navn: Ja, regnes_som: oppfylt}
  - {id: nei, navn: Nei, regnes_som: ikke oppfylt}
plikter:
  - id: oppfolging
    tittel: Oppfølging
    om: Elever med fravær skal følges opp.
    hjemler: [{lov: opplæringslova, paragraf: § 10-6}]
    anbefalinger: [tidlig-samtale]
    sporsmaal:
      - id: samtale
        ordlyd: Snakker skolen tidlig med eleven?
        hjelp: Se etter notater.
        nivaaer: [skole]
        anbefalinger: [tidlig-samtale]
"""
WORK = """
veikart:
  - id: digital-undervisning
    tittel: Digital undervisning
    om: Undervisning hjemme.
    tilstand: søk pågår
    ventet: "2027"
    anbefalinger: [tidlig-samtale]
  - {id: los, tittel: Los utenfor skolen, tilstand: utsatt, grunn: Andre temaer kom først.}
utenfor:
  - {id: boliger, tittel: Boliger, om: Noe annet., ansvarlig: Kommunen, videre: Følges opp der.}
"""


def files() -> dict[str, str]:
    """Return the sound guideline, with a file of every kind."""
    return {
        **sound_files(), FILES["development"]: WORK, FILES["criteria"]: CRITERIA,
        FILES["measures"]: MEASURES, FILES["self-check"]: SELF_CHECK,
    }


def sound(kind: str = "recommendation") -> dict[str, Any]:
    """Return the data of a file of the sound guideline."""
    data: dict[str, Any] = loader.load(files()[PATHS[kind]], PATHS[kind])[0]
    return data


def at(value: Any, field: Pointer) -> Any:
    for part in field:
        value = value[part]
    return value


def pointers(value: Any, here: Pointer = ()) -> Iterator[Pointer]:
    yield here
    pairs = value.items() if isinstance(value, dict) else (
        enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in pairs:
        yield from pointers(inner, (*here, key))


def schema_faults(data: dict[str, Any], kind: str = "recommendation") -> Iterator[Fault]:
    """Yield ``data`` with one schema fault, for every field and every kind of fault.

    The fields of the second item of a list have one fault each, unless the first lacks the field:
    the schema is the same, and the place is what differs.
    """
    fields, seen = Fields(load(kind)), set[str]()
    for field in pointers(data):
        value, name = at(data, field), dotted(field)
        wrongs = [one for one in WRONG[len(seen) % 2] if type(one) is not type(value)]
        if unnumbered(name) in seen:
            yield changed(data, field, wrongs[0], f"{name} = {wrongs[0]}")
            continue
        seen.add(unnumbered(name))
        if field:
            for wrong in wrongs:
                yield changed(data, field, wrong, f"{name} = {wrong}")
            if isinstance(value, str):
                yield changed(data, field, "x" * 30_000, f"{name} for lang")
            if isinstance(value, list) and value:
                yield changed(data, field, [*value, value[0]], f"{name} dobbelt punkt")
            if isinstance(field[-1], str):
                if fields.is_required(field):
                    yield without(data, field, f"{name} mangler")
                _, gone = without(data, field, "")
                at(gone, field[:-1])[f"{field[-1]}x"] = value
                yield f"{name} feilstavet", gone
        if isinstance(value, dict):
            yield changed(data, (*field, "qqqqqq"), "x", f"{name}: ukjent felt")


def spread(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield every third of ``faults``; in a search, all.

    That a fault causes no other problem is also seen, for every fault, where rules find faults.
    """
    return islice(faults, None, None, 1 if os.environ.get("HYPOTHESIS_PROFILE") == "search" else 3)


def changed(data: dict[str, Any], field: Pointer, value: Any, what: str) -> Fault:
    data = deepcopy(data)
    at(data, field[:-1])[field[-1]] = value
    return what, data


def without(data: dict[str, Any], field: Pointer, what: str) -> Fault:
    data = deepcopy(data)
    del at(data, field[:-1])[field[-1]]
    return what, data


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Check unsaved edits of one guideline, so that only what changed is read again."""
    root: Path = tmp_path_factory.mktemp("retningslinje")
    for path, text in files().items():
        put(root, path, text)
    cache = MemoryCache()

    def problems(data: dict[str, Any], kind: str = "recommendation") -> list[Problem]:
        text = json.dumps(data, ensure_ascii=False, indent=1)
        return list(check_project(
            read_project(root, {PATHS[kind]: text.encode()}, cache), DAY
        ).problems)

    return problems


def of_schema(data: dict[str, Any], kind: str = "recommendation") -> set[tuple[str, str]]:
    found = validate(Document("x.json", "", data), kind)
    return {(problem.code, problem.field) for problem in found}


@pytest.mark.parametrize("kind", PATHS)
def test_a_schema_fault_causes_no_other_problem(kind: str, run: Run) -> None:
    assert not run(sound(kind), kind)
    count = 0
    for what, data in spread(schema_faults(sound(kind), kind)):
        faults = of_schema(data, kind)
        if not faults:
            continue  # a field that may be left out, or a group that may have any
        count += 1
        found = run(data, kind)
        assert {(problem.code, problem.field) for problem in found} == faults, what
        assert {problem.path for problem in found} == {PATHS[kind]}, what
    assert count > 10


def with_rule_faults(kind: str) -> dict[str, Any]:
    """Return a file with faults that rules find, each in a field of its own."""
    data = sound(kind)
    FAULTS[kind](data)
    return data


def in_guideline(data: dict[str, Any]) -> None:
    data["merknad"] += " **nå**"
    data["formaal"] += "\n\nSe [@finnes-ikke]."
    data["omfang"] += "\n\nSe [[finnes-ikke-her]]."
    data["avgrensning"] += "\n\nSe <b>her</b>."
    data["maalgrupper"]["andre"].append("finnes-ikke")
    data["datoer"] = {"publisert": "2999-01-01"}
    data["kapitler"][0]["ingress"] = "Se [den](anbefaling:finnes-ikke)."
    data["kapitler"][0]["anbefalinger"].append("finnes-ikke")
    data["kapitler"][1]["id"] = "sok"
    data["faser"][1]["navn"] = "Forebygging"


def in_laws(data: dict[str, Any]) -> None:
    first, second = data["lover"]
    first["tittel"] += " **nå**"
    first["lenke"] = "https://lovdata.no/dokument/NL/lov/2001-01-01-1"
    first["paragrafer"][0]["opphevet"] = "2001-01-01"
    second["erstattet_av"] = "finnes-ikke"
    second["paragrafer"][0]["erstattet_av"][0]["paragraf"] = "§ 99"


def in_sources(data: dict[str, Any]) -> None:
    data["references"][0]["issued"] = {"date-parts": [[2025, 13]]}
    data["references"][0]["URL"] = "https://lovdata.nо/x"
    data["references"].append({**data["references"][1], "title": "En til"})


def in_terms(data: dict[str, Any]) -> None:
    data["termer"][0]["definisjon"] += " **nå**"
    data["termer"][0]["kilde"] = "finnes-ikke"
    data["termer"][0]["se_ogsaa"].append("finnes-ikke")
    data["termer"][1]["synonymer"] = ["elevfravær"]
    data["termer"][1]["se_ogsaa"] = ["begynnende-fravaer"]


def in_recommendation(data: dict[str, Any]) -> None:
    data["tittel"] += " **nå**"
    data["kort_anbefaling"] += ". Da går det bedre."
    data["maalgrupper"].append("finnes-ikke")
    data["skoleslag"].append("finnes-ikke")
    data["se_ogsaa"] = ["finnes-ikke"]
    data["kontrollsporsmaal"] = ["Hvordan går det?"]
    data["datoer"] = {"publisert": "2999-01-01"}
    data["praktisk_gjennomforing"]["tekst"] += "\n\nSe [@finnes-ikke]."
    data["praktisk_gjennomforing"]["steg"] = [
        {"hvem": "Skolen", "hva": "Se <b>her</b>."}, {"hvem": "Skolen", "hva": "Se [@borte]."},
    ]
    data["begrunnelse"]["tekst"] += "\n\nSe [[finnes-ikke-her]]."
    data["begrunnelse"]["ressursbruk"] = "Se [siden](side:finnes-ikke)."
    data["kunnskapsgrunnlag"]["tekst"] += "\n\nSe [den](anbefaling:finnes-ikke)."
    data["juridiske_rammer"]["tekst"] += "\n\nSe [[oppdiktet § 1]]."
    data["juridiske_rammer"]["referanser"].append(
        {"lov": "finnes-ikke", "paragraf": "§ 1", "hvorfor": "Se [stedet](#finnes-ikke)."}
    )


FAULTS = {
    "recommendation": in_recommendation, "guideline": in_guideline, "laws": in_laws,
    "sources": in_sources, "terms": in_terms,
}


def signature(problem: Problem) -> tuple[str, ...]:
    """Return all of a problem but its line, which moves with the text before it."""
    p = problem
    return p.path, p.code, p.field, p.message, p.hint, p.severity.value


@pytest.mark.parametrize(("kind", "fields"), [
    ("recommendation", 13), ("guideline", 9), ("laws", 4), ("sources", 3), ("terms", 4),
])
def test_a_schema_fault_hides_no_other_problem(
    kind: str, fields: int, run: Run
) -> None:
    data, path = with_rule_faults(kind), PATHS[kind]
    assert not of_schema(data, kind)
    alone = [problem for problem in run(data, kind) if problem.path == path]
    assert len({problem.field for problem in alone}) >= fields, alone
    for what, broken in schema_faults(data, kind):
        faults = of_schema(broken, kind)
        if not faults:
            continue
        part = readable_part(broken, kind)
        assert part is not None
        found = [problem for problem in run(broken, kind) if problem.path == path]
        assert faults <= {(problem.code, problem.field) for problem in found}, what
        unknown = list(map(unnumbered, part.unreadable))
        wanted = {
            signature(problem) for problem in alone
            if not at_or_below(problem.field, part.unreadable)
            and not overlap(READS.get(problem.code, ()), unknown)
            and problem.code not in silent(kind, unknown)
            and not (CODES[problem.code].suppressible and overlap(("unntak",), unknown))
        }
        rest = {
            signature(problem) for problem in found
            if (problem.code, problem.field) not in faults
        }
        assert wanted <= rest <= set(map(signature, alone)), what


def silent(kind: str, unknown: list[str]) -> set[str]:
    """Return the codes of the rules that compare with a list in which something is unknown.

    What is referred to, or compared with, may be the item that could not be read.
    """
    names = ("kapitler", "roller", "dimensjoner", "faser", "styrker", "sprak")
    lists: dict[str, tuple[str, ...]] = {
        "rolle-ukjent": ("roller.id",), "kapittel-uten-fil": ("kapitler",),
        "navn-dobbelt": names, "post-dobbel": ("references.id",),
        "verdi-ukjent": ("dimensjoner",), "dimensjon-ukjent": ("dimensjoner",),
        "del-mangler": ("dimensjoner", "roller", "paakrevde_deler"),
        "gjennomgang-for-sen": ("gjennomgang",),
        "term-tvetydig": ("termer.term", "termer.synonymer"),
        "lov-ukjent": ("lover.id",), "paragraf-ukjent": ("lover.id", "lover.paragrafer"),
        "se-ogsaa-ukjent": ("termer.id",), "se-ogsaa-seg-selv": ("termer.id",),
    }
    everything = {"kilde-ubrukt", "term-ubrukt", "lov-ubrukt"}
    return everything | {
        code for code, fields in lists.items()
        if kind != "recommendation" and overlap(fields, unknown)
    }


@pytest.mark.parametrize("kind", PATHS)
def test_what_is_unreadable_is_the_field_with_the_fault(kind: str) -> None:
    for what, data in schema_faults(sound(kind), kind):
        part = readable_part(data, kind)
        if part is None or not of_schema(data, kind):
            continue
        assert not validate_types(part.data, kind), what
        named = {name for _, name in of_schema(data, kind)}
        near = {name.rpartition(".")[0] for name in named}  # a condition on a field next to it
        for field in part.unreadable:
            assert overlap((field,), named | near - {""}) or "feilstavet" in what, (what, field)


def validate_types(data: dict[str, Any], kind: str) -> list[str]:
    """Return what a rule that trusts the types of ``data`` would stumble over."""
    wrong = {"felt-type", "felt-mangler", "felt-ukjent"}
    found = validate(Document("x.json", "", data), kind)
    return [problem.field for problem in found if problem.code in wrong]


@pytest.mark.parametrize(("unntak", "codes"), [
    ([{"kode": "kort-flere-setninger"}], ["felt-mangler"]),
    ([{"kode": "verb-styrke"}], ["felt-mangler", "kort-flere-setninger"]),
    ([{"grunn": "Ordrett fra et vedtak."}], ["felt-mangler"]),
    ("kort-flere-setninger", ["felt-type"]),
])
def test_what_a_broken_suppression_may_be_about_is_not_reported(
    unntak: Any, codes: list[str], run: Run
) -> None:
    data = {**sound(), "unntak": unntak}
    data["kort_anbefaling"] += ". Da går det bedre."
    assert sorted(problem.code for problem in run(data)) == codes


def test_a_suppression_holds_in_a_file_with_a_schema_fault(run: Run) -> None:
    data = {**sound(), "status": 17, "unntak": [
        {"kode": "kort-flere-setninger", "grunn": "Ordrett fra et vedtak."},
    ]}
    data["kort_anbefaling"] += ". Da går det bedre."
    assert [problem.field for problem in run(data)] == ["status"]


def test_others_may_refer_to_a_recommendation_with_a_schema_fault(tmp_path: Path) -> None:
    other = "recommendations/samarbeid-med-hjemmet/snakke-med-alle.yml"
    files = sound_files()
    data: dict[str, Any] = loader.load(files[other], other)[0]
    data["begrunnelse"]["tekst"] += "\n\n[En](anbefaling:tidlig-samtale#begrunnelse-qq)"
    data["se_ogsaa"] = ["tidlig-samtale"]
    files[other] = json.dumps(data, ensure_ascii=False)
    broken = {**sound(), "begrunnelse": 17}
    files[PATH] = json.dumps(broken, ensure_ascii=False)
    assert [problem.code for problem in check(tmp_path / "a", files).problems] == ["felt-type"]
    files[PATH] = json.dumps({**sound(), "styrke": 17}, ensure_ascii=False)
    codes = [problem.code for problem in check(tmp_path / "b", files).problems]
    assert codes == ["anker-ukjent", "felt-type"]
