"""The check by golden cases: each file in cases/check/ holds a change and the result of it."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from rettesnor.reading.checks import file_rules as single
from rettesnor.reading.checks import project_rules as across
from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.checks.rule import Rule
from rettesnor.reading.files.source_file import Document

from tests.support.check_case import DAY, changed, check, sound_files, without

CASES = sorted((Path(__file__).parents[1] / "cases" / "check").glob("*.yml"))
RULES: tuple[Rule[Any], ...] = (*single.RULES, *across.OF_ENTRIES, *across.OF_GUIDELINE)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    files = changed(sound_files(), case.get("change", {}))
    files = without(files, case.get("without", {}))
    found = check(tmp_path, files, case.get("retired"))
    printed = "".join(f"{p.severity.value} {p}\n" for p in found.problems)
    assert printed == case["output"], case["about"]


def test_every_rule_has_a_case_that_breaks_it() -> None:
    outputs = "".join(yaml.safe_load(p.read_text(encoding="utf-8"))["output"] for p in CASES)
    unseen = {rule.code for rule in RULES if f": {rule.code}: " not in outputs}
    assert not unseen


def test_every_rule_has_a_code_and_every_function_one_rule() -> None:
    assert {rule.code for rule in RULES} <= set(CODES)
    functions = [rule.find for rule in RULES]
    assert len(functions) == len(set(functions))


def test_no_file_is_opened_again_when_nothing_is_wrong(tmp_path: Path) -> None:
    found = check(tmp_path, sound_files())

    def refuse(path: str) -> Document:
        raise AssertionError(path)

    problems = across.check(replace(found.whole, open_document=refuse), DAY)
    assert [problem.code for problem in problems] == ["lov-ubrukt"]  # suppressed in the file


def test_rules_ask_neither_clock_nor_disk() -> None:
    folder = Path(across.__file__).with_name("rules")
    files = [*folder.glob("*.py")]
    assert len(files) > 10
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & {"today", "now", "read_text", "read_bytes"}, file.name


@pytest.mark.parametrize(
    ("name", "code"),
    [("laws", "lov-ukjent"), ("sources", "kilde-ukjent"), ("terms", "term-ukjent")],
)
def test_a_file_that_is_referred_to_and_not_there_is_told_of_once(
    name: str, code: str, tmp_path: Path
) -> None:
    files = sound_files()
    del files[f"guideline/{name}.yml"]
    found = [problem for problem in check(tmp_path, files).problems if problem.code == code]
    assert len(found) == 1 and f"fila guideline/{name}.yml mangler" in found[0].message


def test_a_language_that_is_not_published_is_told_of_once(tmp_path: Path) -> None:
    files = {**sound_files(), "guideline/terms.nn.yml": "termer: []\n", "guideline/om.nn.md": "# x"}
    found = check(tmp_path, files).problems
    said = [problem.message for problem in found if problem.code == "oversettelse-sprak"]
    assert said == ["Retningslinja kommer ikke ut på «nn». Det gjelder 1 til."]


def test_a_file_with_another_name_than_its_id_makes_no_other_reference_wrong(
    tmp_path: Path,
) -> None:
    files = sound_files()
    folder = "recommendations/samarbeid-med-hjemmet"
    files[f"{folder}/Tidlig-samtale.yml"] = files.pop(f"{folder}/tidlig-samtale.yml")
    assert [problem.code for problem in check(tmp_path, files).problems] == ["id-filnavn"]
