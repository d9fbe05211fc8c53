"""What a release demands of the fragments, and that the check says the same beforehand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor.model.audit import Kriterium, Tilsyn
from rettesnor.model.change import Arsak, Endring
from rettesnor.model.diff import diff
from rettesnor.model.edition import Edition
from rettesnor.model.measures import Kvalitetsmaal
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.self_check import Egenkontroll, Plikt
from rettesnor.publishing.inspection import inspect
from rettesnor.reading.project import read_project
from rettesnor.releases import snapshot
from rettesnor.releases.requirements import FRAGMENTS, Documented
from rettesnor.releases.version import Version, least_after

from tests.support.release_case import CASES, FIRST, Case, fragment

OLD = snapshot.parse((CASES / "snapshot-format-1.json").read_bytes())
ID, OTHER = sorted(OLD.recommendations)[:2]
Edit = Callable[[Recommendation], Recommendation | None]

WORDING: Edit = lambda r: replace(r, tittel=r.tittel + " i dag")  # noqa: E731
SHORT: Edit = lambda r: replace(r, kort_anbefaling=r.kort_anbefaling + " i dag")  # noqa: E731
STRENGTH: Edit = lambda r: replace(r, styrke="skal" if r.styrke != "skal" else "kan")  # noqa: E731
REPEALED: Edit = lambda r: replace(r, status="opphevet")  # noqa: E731
REMOVED: Edit = lambda r: None  # noqa: E731
EDITS = {"wording": WORDING, "short": SHORT, "strength": STRENGTH, "repealed": REPEALED,
         "removed": REMOVED, "added": None}


def told(slag: str, *ids: str, fil: str = "x.yml", vesentlig: bool = False, **more: Any) -> Endring:
    return Endring(slag, "Noe er endret.", (Arsak("feil rettet"),), "Udir", "2026-11-22", vesentlig,
                   ids, fil=fil, **more)


def account(edit: str, *fragments: Endring) -> Documented:
    """Return the account of one edit of the recommendation ``ID``."""
    old, new = dict(OLD.recommendations), dict(OLD.recommendations)
    change = EDITS[edit]
    if change is None:
        del old[ID]
    else:
        del new[ID]
        if (changed := change(OLD.recommendations[ID])) is not None:
            new[ID] = changed
    before, after = replace(OLD, recommendations=old), replace(OLD, recommendations=new)
    return Documented(before, after, diff(before, after), fragments)


class TestStep:
    """How large a step the changes need, whatever the fragments call them."""

    @pytest.mark.parametrize("edit", EDITS)
    @pytest.mark.parametrize("slag", ["redaksjonell", "presisert", "endret", None])
    def test_of_one_change(self, edit: str, slag: str | None) -> None:
        fragments = [told(slag, ID)] if slag else []
        step = account(edit, *fragments).step
        if edit == "wording":
            assert step == ("rettelse" if slag in ("redaksjonell", "presisert") else "underversjon")
        else:
            assert step == "hovedversjon"

    def test_one_fragment_of_substance_is_enough(self) -> None:
        both = told("redaksjonell", ID), told("endret", ID, fil="y.yml")
        assert account("wording", *both).step == "underversjon"
        assert account("wording", *both[::-1]).step == "underversjon"

    def test_the_largest_of_several(self) -> None:
        """A change that comes first does not hide a larger one after it."""
        for first, second in product((WORDING, STRENGTH), repeat=2):
            new = dict(OLD.recommendations)
            for id_, edit in ((ID, first), (OTHER, second)):
                changed = edit(new[id_])
                assert changed is not None
                new[id_] = changed
            after = replace(OLD, recommendations=new)
            step = Documented(OLD, after, diff(OLD, after), [told("presisert", ID, OTHER)]).step
            assert step == ("rettelse" if {first, second} == {WORDING} else "hovedversjon")

    def test_what_was_repealed_before_is_no_change_when_it_goes(self) -> None:
        repealed = REPEALED(OLD.recommendations[ID])
        assert repealed is not None
        old = replace(OLD, recommendations={**OLD.recommendations, ID: repealed})
        gone = {i: r for i, r in old.recommendations.items() if i != ID}
        new = replace(old, recommendations=gone)
        found = Documented(old, new, diff(old, new), [])
        assert (found.withdrawn, found.problems(), found.unaccounted) == ((), [], ())

    def test_the_frame(self) -> None:
        new: Edition = replace(OLD, guideline=replace(OLD.guideline, tittel="Ny tittel"))
        comparison = diff(OLD, new)
        assert Documented(OLD, new, comparison, []).step == "underversjon"
        for slag, step in (("redaksjonell", "rettelse"), ("endret", "underversjon")):
            change = replace(told(slag), ramme=("retningslinje",))
            assert Documented(OLD, new, comparison, [change]).step == step

    @pytest.mark.parametrize(("part", "file", "value"), [
        ("tilsyn", "kriterier.yml",
         Tilsyn(kriterier=(Kriterium("k", "K", "Det bør.", "Er det?", "Se.", "mappe"),))),
        ("kvalitetsmaal", "kvalitetsmaal.yml",
         (Kvalitetsmaal("m", "M", "Viser.", "Teller.", "Nevner.", "Kilde.", "høyere er bedre"),)),
        ("egenkontroll", "egenkontroll.yml", Egenkontroll(plikter=(Plikt("p", "P", (), ()),))),
    ])
    def test_what_practice_is_held_against_is_told(self, part: str, file: str, value: Any) -> None:
        new: Edition = replace(OLD, guideline=replace(OLD.guideline, **{part: value}))
        for old, now, path in ((OLD, new, file), (new, OLD, "guideline.yml")):
            comparison = diff(old, now)
            (problem,) = Documented(old, now, comparison, []).problems()
            assert (problem.code, problem.path) == ("endring-mangler", f"guideline/{path}")
            assert f"ramme: [{part}]" in problem.hint
            change = replace(told("endret"), ramme=(part,))
            found = Documented(old, now, comparison, [change])
            assert found.problems() == [] and found.untold_parts == ()

    @pytest.mark.parametrize(
        ("before", "steg", "least"),
        [((1, 2, 3), "rettelse", "1.2.4"), ((1, 2, 3), "underversjon", "1.3.0"),
         ((1, 2, 3), "hovedversjon", "2.0.0"), ((0, 2, 3), "rettelse", "0.2.4"),
         ((0, 2, 3), "underversjon", "0.2.4"), ((0, 2, 3), "hovedversjon", "0.3.0")],
    )
    def test_the_least_version(self, before: tuple[int, int, int], steg: str, least: str) -> None:
        assert str(least_after(Version(*before), steg)) == least


ENOUGH = {
    "wording": [("redaksjonell", False), ("presisert", False), ("endret", False),
                ("endret", True)],
    "short": [("presisert", False), ("endret", False), ("endret", True)],
    "strength": [("endret", True)],
    "repealed": [("opphevet", False), ("opphevet", True)],
    "removed": [("opphevet", False), ("opphevet", True)],
    "added": [("ny", False), ("ny", True)],
}
"""The kinds, and whether they are of substance, that account for each change."""
KINDS = [
    ("redaksjonell", False), ("presisert", False), ("endret", False), ("endret", True),
    ("opphevet", False), ("opphevet", True), ("ny", False), ("ny", True),
]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize(("slag", "vesentlig"), KINDS)
def test_the_kind_must_fit_the_change(edit: str, slag: str, vesentlig: bool) -> None:
    found = account(edit, told(slag, ID, vesentlig=vesentlig))
    problems = found.problems()
    assert bool(problems) is ((slag, vesentlig) not in ENOUGH[edit])
    assert {p.code for p in problems} <= {"endring-slag"}
    assert {p.path for p in problems} <= {f"{FRAGMENTS}/x.yml"}


@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit != "wording"])
def test_a_colleagues_note_on_several_is_left_alone(edit: str) -> None:
    """A fragment about many accounts for no such change, and is not to be made to."""
    note = told("redaksjonell", ID, OTHER)
    new = dict(account(edit).new.recommendations)
    changed = WORDING(new[OTHER])
    assert changed is not None
    old = account(edit).old
    after = replace(OLD, recommendations={**new, OTHER: changed})
    found = Documented(old, after, diff(old, after), [note])
    (problem,) = found.problems()
    assert problem.code == "endring-mangler"
    assert f"rettesnor change {ID} --kind {ENOUGH[edit][-1][0]}" in problem.hint
    there = {f"recommendations/{r.kapittel}/{id_}.yml" for id_, r in after.recommendations.items()}
    assert problem.path in there | {"guideline/guideline.yml"}
    assert found.unaccounted == (ID,)
    slag, vesentlig = ENOUGH[edit][-1]
    own = told(slag, ID, vesentlig=vesentlig, fil="y.yml")
    assert Documented(old, after, found.comparison, [note, own]).problems() == []
    assert Documented(old, after, found.comparison, [own, note]).problems() == []


PLAN = "recommendations/skole/skriftlig-plan.yml"
HOME = "recommendations/hjem/hjemmebesok.yml"


def _strength(case: Case) -> None:
    case.replace(PLAN, "styrke: bør", "styrke: kan")
    case.replace(PLAN, "Skolen bør lage", "Skolen kan lage")


def _removal(case: Case) -> None:
    (case.root / HOME).unlink()
    case.replace("guideline/guideline.yml", ", hjemmebesok]", "]")


def _addition(case: Case) -> None:
    text = (case.root / PLAN).read_text(encoding="utf-8")
    text = text.replace("id: skriftlig-plan", "id: ny-plan").split("datoer:")[0]
    case.write("recommendations/skole/ny-plan.yml", text)
    listed = "- skriftlig-plan\n"
    case.replace("guideline/guideline.yml", listed, f"{listed}      - ny-plan\n")


CHANGES: dict[str, Callable[[Case], None]] = {
    "skriftlig-plan": _strength,
    "hjemmebesok": _removal,
    "ny-plan": _addition,
    "registrering": lambda case: case.replace(
        "recommendations/skole/registrering.yml", "styrke: ", "styrke:  "),
    "hovedansvarlig": lambda case: case.replace(
        "recommendations/skole/hovedansvarlig.yml", "Vi vurderer", "Vi mener"),
    "": lambda case: case.replace("guideline/laws.yml", "Oppfølging av fravær", "Om fravær"),
}
_IDS = st.sets(st.sampled_from(["skriftlig-plan", "hjemmebesok", "registrering", "hovedansvarlig"]),
               min_size=1, max_size=3)
_FRAGMENTS = st.lists(
    st.tuples(st.sampled_from(["redaksjonell", "presisert", "endret", "opphevet", "ny"]), _IDS,
              st.booleans(), st.booleans()), max_size=3)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("released")
    assert Case(root).release(*FIRST) == 0
    shutil.rmtree(root / "changelog/unreleased", ignore_errors=True)
    return root


@given(st.sets(st.sampled_from(sorted(CHANGES)), min_size=1), _FRAGMENTS, st.booleans())
@settings(max_examples=40)
def test_the_check_is_clean_when_a_release_would_be_made(
    released: Path, tmp_path: Path, capsys: Any, changes: set[str],
    fragments: list[tuple[str, set[str], bool, bool]], rightly: bool
) -> None:
    """Whatever is edited and written, check and release have the same opinion.

    With ``rightly`` each edit gets a fragment that fits, so that releases are made, too.
    """
    shutil.rmtree(tmp_path)
    case = Case(tmp_path, released)
    for name in sorted(changes):
        CHANGES[name](case)
    right = {"skriftlig-plan": ("endret", True), "hjemmebesok": ("opphevet", False),
             "ny-plan": ("ny", False), "hovedansvarlig": ("presisert", False)}
    given_ = [(*right[id_][:1], {id_}, right[id_][1], False) for id_ in sorted(changes & {*right})]\
        if rightly else fragments
    for number, (slag, ids, substance, frame) in enumerate(given_):
        fields = [f"anbefalinger: [{', '.join(sorted(ids))}]",
                  f"vesentlig: {str(substance).lower()}"]
        fields += ["ramme: [lover]"] if frame else []
        fields += ["grunn: Den trengs ikke lenger."] if slag == "opphevet" else []
        case.write(f"changelog/unreleased/f-{number}.yml", fragment(slag, *fields))
    day = "2027-01-15"
    capsys.readouterr()
    case.run("check", "--date", day, "--format", "json")
    problems = json.loads(capsys.readouterr().out)["problems"]
    clean = not any(p["severity"] == "feil" or p["code"] == "endring-mangler" for p in problems)
    status = case.release("9.0.0", day, "--dry-run")
    said = capsys.readouterr().err
    if "Ingenting er endret" in said:
        assert clean
        return
    assert (status == 0) is clean, said
    if rightly:
        assert clean


def test_problems_name_the_field_they_are_about(tmp_path: Path) -> None:
    case = Case(tmp_path)
    assert case.release(*FIRST) == 0
    path = "recommendations/skole/skriftlig-plan.yml"
    case.replace(path, "tittel: ", "tittel: Ny ")

    def named() -> list[tuple[str, str, str]]:
        found = inspect(read_project(tmp_path), date(2027, 1, 1)).problems
        found = [p for p in found if p.code.startswith("endring-")]
        for problem in found:
            lines = (tmp_path / problem.path).read_text(encoding="utf-8").split("\n")
            assert problem.field.split(".")[0] in lines[problem.line - 1], problem
        return [(p.code, p.path.split("/")[-1], p.field) for p in found]

    assert named() == [("endring-mangler", "skriftlig-plan.yml", "tittel")]
    text = (
        "slag: ny\nanbefalinger: [skriftlig-plan, hjemmebesok]\nhva: Tittelen er endret.\n"
        "vesentlig: false\nbesluttet_av: Etaten\nbesluttet_dato: 2026-12-01\n"
        "hvorfor:\n  - type: feil rettet\n"
    )
    case.write("changelog/unreleased/tittel.yml", text)
    assert named() == [
        ("endring-slag", "tittel.yml", "slag"),
        ("endring-uten-virkning", "tittel.yml", "anbefalinger.1"),
    ]


def test_a_changed_criterion_is_missed_when_nothing_else_changed(
    released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(tmp_path)
    case = Case(tmp_path, released)
    day = date(2027, 1, 15)
    assert not [p for p in inspect(read_project(tmp_path), day).problems if "endring" in p.code]
    case.write("guideline/kriterier.yml", (
        "kriterier:\n  - id: k\n    tittel: Samtale\n    krav: Skolen bør snakke med eleven.\n"
        "    sporsmaal: Snakker skolen med eleven?\n    hvordan: Se etter notatet.\n"
        "    ses_i: mappe\n    fra_anbefalinger:\n      - anbefaling: snakke-tidlig\n"
    ))
    found = [(one.code, one.path) for one in inspect(read_project(tmp_path), day).problems]
    assert ("endring-mangler", "guideline/kriterier.yml") in found
    case.run("status", "--date", day.isoformat())
    assert "Mangler endringsfil:\n  guideline/kriterier.yml" in capsys.readouterr().out
    assert case.release("9.0.0", day.isoformat(), "--dry-run") != 0
    case.write("changelog/unreleased/k.yml", fragment("endret", "ramme: [tilsyn]"))
    codes = {one.code for one in inspect(read_project(tmp_path), day).problems}
    assert not any("endring" in code for code in codes), codes
    assert case.release("9.0.0", day.isoformat(), "--dry-run") == 0
