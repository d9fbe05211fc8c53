"""As ``test_after_a_schema_fault``, for translations, changes, rounds and the accessibility report.

Each fault is an unsaved edit of one guideline, so that only what changed is read again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rettesnor.model.problem import Problem
from rettesnor.publishing.inspection import inspect
from rettesnor.reading.checks.rules import rounds, translations
from rettesnor.reading.project import read_project
from rettesnor.reading.read_cache import MemoryCache
from rettesnor.reading.schema.readable_part import at_or_below, overlap, readable_part, unnumbered
from rettesnor.reading.yaml import loader

from tests.reading.test_after_a_schema_fault import (
    of_schema,
    schema_faults,
    signature,
    spread,
)
from tests.reading.test_project import BASE, write
from tests.support.check_case import DAY
from tests.support.guidelines import PROJECT

QUESTIONS = """\
sporsmaal:
  - id: helhet
    tekst: Er retningslinja til hjelp?
    slag: valg
    alternativer:
      - id: ja
        tekst: Ja
      - id: nei
        tekst: Nei
"""
ROUND_NN = """\
tittel: Høyring av prøveversjonen
sporsmaal:
  - id: helhet
    tekst: Er retningslinja til hjelp?
    alternativer:
      - id: ja
        tekst: Ja
"""
FILES = {
    **BASE,
    "guideline/horinger/pilot.yml": BASE["guideline/horinger/pilot.yml"] + QUESTIONS,
    "guideline/horinger/pilot.nn.yml": ROUND_NN,
    "guideline/tilgjengelighet.yml":
        (PROJECT / "guideline/tilgjengelighet.yml").read_text(encoding="utf-8"),
}
PATHS = {
    "recommendation.oversettelse": "recommendations/samarbeid-med-hjemmet/tidlig-samtale.nn.yml",
    "guideline.oversettelse": "guideline/guideline.nn.yml",
    "terms.oversettelse": "guideline/terms.nn.yml",
    "laws.oversettelse": "guideline/laws.nn.yml",
    "hearing.oversettelse": "guideline/horinger/pilot.nn.yml",
    "change": "changelog/unreleased/ny-ordlyd.yml",
    "hearing": "guideline/horinger/pilot.yml",
    "accessibility": "guideline/tilgjengelighet.yml",
}
"""A file of each kind, by kind."""


def sound(kind: str) -> dict[str, Any]:
    data: dict[str, Any] = loader.load(FILES[PATHS[kind]], PATHS[kind])[0]
    if kind == "accessibility":  # a page of each kind is enough to try the faults on
        data["sider"] = data["sider"][:2]
    return data


NOT_YAML = {"oversatt_fra feilstavet"}
"""Marks may have any letter in their keys, but the loader allows that nowhere else."""
Check = Callable[[str, dict[str, Any]], list[Problem]]


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    root: Path = tmp_path_factory.mktemp("retningslinje")
    write(root, FILES)
    cache = MemoryCache()

    def run(kind: str, data: dict[str, Any]) -> list[Problem]:
        text = json.dumps(data, ensure_ascii=False, indent=1)
        project = read_project(root, {PATHS[kind]: text.encode()}, cache)
        return inspect(project, DAY).problems

    return run


@pytest.mark.parametrize("kind", PATHS)
def test_a_schema_fault_causes_no_other_problem(kind: str, check: Check) -> None:
    before, count = set(map(signature, check(kind, sound(kind)))), 0
    for what, data in spread(schema_faults(sound(kind), kind)):
        faults = of_schema(data, kind)
        if not faults or what in NOT_YAML:
            continue
        count += 1
        new = [problem for problem in check(kind, data) if signature(problem) not in before]
        assert {(problem.code, problem.field) for problem in new} == faults, what
        assert {problem.path for problem in new} == {PATHS[kind]}, what
    assert count > 5


def in_recommendation(data: dict[str, Any]) -> None:
    data["tittel"] += " **no**"
    data["kort_anbefaling"] += ". Då går det betre."
    data["begrunnelse"]["tekst"] += "\n\nSjå [@redd-barna-2025]. Sjå [[opplæringslova § 10-6]]."
    data["kunnskapsgrunnlag"]["tekst"] += "\n\nSjå <b>her</b>."
    data["praktisk_gjennomforing"]["tekst"] += "\n\nSjå [staden](#finst-ikkje)."
    data["kontrollsporsmaal"].append("Er det ein til?")
    data["oversatt_fra"]["begrunnelse.tekst"] = "0" * 12


def in_guideline(data: dict[str, Any]) -> None:
    data["merknad"] += " **no**"
    data["formaal"] += "\n\nSjå [@redd-barna-2025]."
    data["omfang"] += "\n\nSjå <b>her</b>."
    data["roller"][1]["id"] = "finst-ikkje"
    data["oversatt_fra"]["avgrensning"] = "0" * 12


def in_terms(data: dict[str, Any]) -> None:
    first, second = data["termer"][:2]
    first["definisjon"] += " **no**"
    second["id"] = "finst-ikkje"


def in_laws(data: dict[str, Any]) -> None:
    data["lover"][0]["tittel"] += " **no**"
    data["lover"][1]["id"] = "finst-ikkje"


def in_round_translated(data: dict[str, Any]) -> None:
    data["tittel"] += " **no**"
    data["sporsmaal"][0]["alternativer"][0]["id"] = "finst-ikkje"


def in_change(data: dict[str, Any]) -> None:
    data["hva"] += " **nå**"
    data["anbefalinger"].append("finnes-ikke")
    data["besluttet_dato"] = "2999-01-01"
    data["hvorfor"][0]["kilder"].append("finnes-ikke")
    data["hvorfor"].append(
        {"type": "ny lov", "lov": "finnes-ikke", "paragraf": "§ 1", "dato": "2026-01-01"}
    )


def in_round(data: dict[str, Any]) -> None:
    data["tittel"] += " **nå**"
    data["id"] = "annen"
    data["stenger"] = "2026-12-01T15:00"
    data["utgave"] = "9.9.9"
    data["mottak"] = {"type": "epost", "adresse": "ingen {finnes}"}
    data["sporsmaal"].append(data["sporsmaal"][0] | {"tekst": "Et spørsmål til?"})
    data["sporsmaal"][0]["alternativer"][1]["id"] = "ja"


def in_report(data: dict[str, Any]) -> None:
    data["verktoy"][0]["navn"] += " **nå**"
    data["verktoy"][1]["versjon"] += " **nå**"


FAULTS = {
    "recommendation.oversettelse": in_recommendation, "guideline.oversettelse": in_guideline,
    "terms.oversettelse": in_terms, "laws.oversettelse": in_laws,
    "hearing.oversettelse": in_round_translated, "change": in_change, "hearing": in_round,
    "accessibility": in_report,
}
NUMBERS = {
    "recommendation.oversettelse": 6, "guideline.oversettelse": 5, "terms.oversettelse": 2,
    "laws.oversettelse": 2, "hearing.oversettelse": 2, "change": 5, "hearing": 6,
    "accessibility": 2,
}
"""How many fields have a fault that is no schema fault."""
READS: dict[str, tuple[str, ...]] = {
    "endring-gjelder": ("anbefalinger", "ramme", "fra", "til"),
    "endring-fra-til": ("slag", "fra", "til"),
    "lov-ukjent": ("hvorfor.lov",), "paragraf-ukjent": ("hvorfor.lov", "hvorfor.paragraf"),
    **{
        rule.code: rule.reads
        for rule in (*vars(rounds).values(), *translations.RULES)
        if hasattr(rule, "reads") and hasattr(rule, "code")
    },
    "horing-sporsmaal-dobbel": ("sporsmaal",),
}
OF_ALL = {translations.is_marked.code, translations.is_whole.code}


@pytest.mark.parametrize("kind", PATHS)
def test_a_schema_fault_hides_no_other_problem(kind: str, check: Check) -> None:
    data, path = sound(kind), PATHS[kind]
    before = set(map(signature, check(kind, data)))
    FAULTS[kind](data)
    assert not of_schema(data, kind)
    alone = [problem for problem in check(kind, data) if problem.path == path]
    new = {problem.field for problem in alone if signature(problem) not in before}
    assert len(new) >= NUMBERS[kind], alone
    for what, broken in schema_faults(data, kind):
        faults = of_schema(broken, kind)
        if not faults or what in NOT_YAML:
            continue
        part = readable_part(broken, kind)
        assert part is not None
        found = [problem for problem in check(kind, broken) if problem.path == path]
        assert faults <= {(problem.code, problem.field) for problem in found}, what
        unreadable = {*part.unreadable, *(
            name.removesuffix(".id") for name in part.unreadable
            if name.endswith(".id") and kind.endswith("oversettelse")
        )}
        unknown = list(map(unnumbered, unreadable))
        wanted = {
            signature(problem) for problem in alone
            if not at_or_below(problem.field, unreadable)
            and not overlap(READS.get(problem.code, ()), unknown)
            and problem.code not in OF_ALL
            and not (problem.code == translations.lists_are_as_long.code
                     and overlap((problem.field,), unreadable))
        }
        rest = {
            signature(problem) for problem in found
            if (problem.code, problem.field) not in faults
        }
        assert wanted <= rest <= set(map(signature, alone)), what


def test_comments_of_a_round_with_a_schema_fault_are_still_known(check: Check) -> None:
    """A change that cites a comment is right, whatever is wrong with the round's own file."""
    data = {**sound("hearing"), "tittel": 17}
    assert [p.code for p in check("hearing", data) if p.code.startswith("innspill")] == []
