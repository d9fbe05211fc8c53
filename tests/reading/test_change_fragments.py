"""Change fragments: what may be written, what is said of the rest, and how one is started."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rettesnor.model.change import SLAG
from rettesnor.publishing.inspection import inspect
from rettesnor.reading.checks.run import recommendation_paths, split
from rettesnor.reading.content.change_fragments import Known, check_changes, read_changes
from rettesnor.reading.content.guideline import read_guideline
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.project import read_project
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.yaml import loader as door

from tests.support.release_case import FIRST, SECOND, Case, fragment

CASES = Path(__file__).parents[1] / "cases" / "changes"
NAMES = sorted(path.stem for path in CASES.glob("*.yml"))
DAY = date(2027, 3, 1)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def problems(case: Case) -> str:
    """Return the problems of the fragments, one on a line."""
    ids = {split(path)[1] for path in recommendation_paths(case.root)}
    read = read_changes(case.root)
    known = Known(read_guideline(case.root).guideline, ids, ids)
    found = [*read.problems, *check_changes([*read.fragments, *read.partial], known, DAY)]
    return "".join(f"{problem}\n" for problem in sorted(found))


@pytest.mark.parametrize("name", NAMES)
def test_fragment(case: Case, name: str) -> None:
    folder = case.root / "changelog/unreleased"
    folder.mkdir(parents=True)
    shutil.copy(CASES / f"{name}.yml", folder)
    assert problems(case) == (CASES / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["Ny frist", "con", "lpt1"])
def test_a_file_name_must_be_plain(case: Case, name: str) -> None:
    case.write(f"changelog/unreleased/{name}.yml", fragment("endret"))
    case.write("changelog/unreleased/.gitkeep", "")
    assert problems(case).startswith(f"changelog/unreleased/{name}.yml:1:1: endring-filnavn: ")


def test_the_examples_of_the_schema_hold(case: Case) -> None:
    """Each field's own example is one that the schema lets in."""
    fields = schema.load("change")["properties"]
    base = {"slag": "endret", "hva": fields["hva"]["examples"][0], "vesentlig": True,
            "hvorfor": [{"type": "feil rettet"}], "besluttet_av": "Udir",
            "besluttet_dato": "2027-01-01", "anbefalinger": ["x"]}
    for name, field in fields.items():
        for example in field.get("examples", ()):
            data = {**base, name: example}
            if name in ("fra", "til"):
                data |= {"slag": "flyttet", "fra": ["a"], "til": ["b"]}
                del data["anbefalinger"]
            if name in ("i_stedet", "grunn"):
                data |= {"slag": "opphevet", "grunn": "Lenge nok."}
            assert schema.validate(Document("x.yml", "", data), "change") == [], name


@pytest.mark.parametrize("slag", SLAG)
def test_a_started_fragment_only_lacks_what_is_to_be_filled_in(
    case: Case, slag: str, capsys: Any
) -> None:
    to = ["--to", "hovedansvarlig"] if slag in ("flyttet", "delt", "sammenslått") else []
    assert case.run("change", "skriftlig-plan", "--kind", slag, *to) == 0
    text = case.text("changelog/unreleased/skriftlig-plan.yml")
    data, found = door.load(text, "x.yml")
    assert found == []
    empty = {name for name, value in data.items() if value is None}
    wanted = {"hva", "hvorfor", "besluttet_av", "besluttet_dato", "vesentlig"}
    assert empty == (wanted | {"grunn"} if slag == "opphevet" else wanted)
    assert max(map(len, text.split("\n"))) <= 100
    codes = {p.code for p in schema.validate(Document("x.yml", text, data), "change")}
    assert codes <= {"felt-tom", "felt-type"}


def test_a_started_fragment_overwrites_nothing(case: Case, capsys: Any) -> None:
    for _ in range(3):
        assert case.run("change", "registrering") == 0
        case.write("changelog/unreleased/registrering.yml", "min\n")
    assert case.text("changelog/unreleased/registrering.yml") == "min\n"
    names = sorted(p.name for p in (case.root / "changelog/unreleased").iterdir())
    assert names == ["registrering-2.yml", "registrering-3.yml", "registrering.yml"]
    assert case.run("change", "registrerin") == 2
    assert "Mente du «registrering»?" in capsys.readouterr().err


def test_a_fragment_that_is_not_filled_in_is_not_made_twice(case: Case, capsys: Any) -> None:
    for _ in range(2):
        assert case.run("change", "registrering") == 0
    assert [p.name for p in (case.root / "changelog/unreleased").iterdir()] == ["registrering.yml"]
    assert "er laget fra før, og ikke fylt ut ennå." in capsys.readouterr().out


def test_a_second_fragment_about_the_same_is_no_secret(case: Case, capsys: Any) -> None:
    case.write("changelog/unreleased/x.yml", fragment(
        "redaksjonell", "anbefalinger: [skriftlig-plan, registrering]"))
    assert case.run("change", "registrering") == 0
    assert "nevnt i changelog/unreleased/x.yml." in capsys.readouterr().out
    assert case.run("change", "hovedansvarlig") == 0
    assert "nevnt i" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "near"), [("plan 2", "plan-2"), ("Ny frist", "ny-frist"), ("på nytt", "pa-nytt"),
                        ("plan.yaml", "plan-yaml"), ("../plan", "plan"), ("-plan", "plan")],
)
def test_a_name_that_the_check_would_refuse(
    case: Case, capsys: Any, asked: str, near: str
) -> None:
    assert case.run("change", "registrering", f"--name={asked}") == 2
    assert f"Skriv for eksempel --name {near}." in capsys.readouterr().err
    assert not (case.root / "changelog/unreleased").exists()
    assert case.run("change", "registrering", "--name", near) == 0


def test_the_ending_may_be_written(case: Case, capsys: Any) -> None:
    assert case.run("change", "registrering", "--name", "plan.yml") == 0
    assert [p.name for p in (case.root / "changelog/unreleased").iterdir()] == ["plan.yml"]


def test_the_kind_is_guessed_from_the_last_release(case: Case, capsys: Any) -> None:
    assert case.release(*FIRST) == 0
    case.revise()
    shutil.rmtree(case.root / "changelog/unreleased")
    for id_, slag in (("hjemmebesok", "opphevet"), ("relevant-kompetanse", "ny"),
                      ("registrering", "endret")):
        assert case.run("change", id_) == 0
        assert f"\nslag: {slag}\n" in case.text(f"changelog/unreleased/{id_}.yml")


def untold(case: Case, as_of: str) -> list[str]:
    """Return the fragments' problems as the check finds them."""
    found = inspect(read_project(case.root), date.fromisoformat(as_of))
    return [
        f"{p.path.split('/')[-1]}: {p.code}" for p in found.problems
        if p.path.startswith("changelog/") or p.code.startswith("endring-")
    ]


def test_the_check_warns_of_changes_that_nobody_tells_of(case: Case, capsys: Any) -> None:
    assert untold(case, SECOND[1]) == []
    assert case.release(*FIRST) == 0
    assert untold(case, SECOND[1]) == []
    case.revise()
    assert untold(case, SECOND[1]) == []
    shutil.rmtree(case.root / "changelog/unreleased")
    ids = ("hjemmebesok", "snakke-med-alle", "snakke-tidlig", "relevant-kompetanse",
           "hovedansvarlig", "kontaktperson", "registrering", "skriftlig-plan")
    gone = {"hjemmebesok", "hovedansvarlig"}  # the file is not there, so the list of ids is named
    names = ["guideline" if i in gone else i for i in ids]
    assert sorted(untold(case, SECOND[1])) == sorted(f"{n}.yml: endring-mangler" for n in names)


def test_nothing_is_missed_while_a_fragment_cannot_be_read(case: Case, capsys: Any) -> None:
    assert case.release(*FIRST) == 0
    case.replace("recommendations/skole/skriftlig-plan.yml", "Vi vurderer", "Vi mener")
    assert untold(case, FIRST[1]) == ["skriftlig-plan.yml: endring-mangler"]
    fragment = case.root / "changelog/unreleased/plan.yml"
    fragment.parent.mkdir(exist_ok=True)
    fragment.write_text("slag: [\n", encoding="utf-8")
    assert untold(case, FIRST[1]) == ["plan.yml: yaml-syntaks"]


def test_layout_is_no_change(case: Case, capsys: Any) -> None:
    assert case.release(*FIRST) == 0
    plan = "recommendations/skole/skriftlig-plan.yml"
    case.replace(plan, "maalgrupper: [laerer]", "maalgrupper:  # de viktigste først\n  - laerer")
    assert untold(case, FIRST[1]) == []
    case.replace(plan, "Vi vurderer", "Vi mener")
    assert untold(case, FIRST[1]) == ["skriftlig-plan.yml: endring-mangler"]
