"""What each operation does to the files that it concerns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rettesnor.editing.chapters import Position
from rettesnor.editing.fragments import Decision
from rettesnor.editing.operations import new
from rettesnor.editing.operations.merge import merge
from rettesnor.editing.operations.move import move
from rettesnor.editing.operations.rename_chapter import rename_chapter
from rettesnor.editing.operations.split import split
from rettesnor.editing.operations.withdraw import withdraw
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.editing.yaml_writer import read
from rettesnor.model.edition import Edition
from rettesnor.model.translation import MADE_FROM
from rettesnor.model.unfinished import FILL_IN
from rettesnor.reading.content.recommendation import open_recommendation
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.fields import Fields
from rettesnor.releases import changelog_dir

from tests.support.guidelines import GUIDELINE, PROJECT

DECISION = Decision(date(2027, 2, 1), "Det er bedre slik.", "Etaten")
PLAN = "recommendations/skolens-oppfolging/skriftlig-plan.yml"
HOME = "recommendations/samarbeid-med-hjemmet"


@pytest.fixture(scope="module")
def files() -> ProjectFiles:
    """The project's own files as they were last released, with comments and some CRLF."""
    from rettesnor.editing.project_files import read_files

    found = dict(read_files(PROJECT).contents)
    found = {p: d for p, d in found.items() if not p.startswith("changelog/")}
    found[PLAN] = b"# Ansvarlig: seksjon 3\n" + found[PLAN]
    found["guideline/om.md"] = found["guideline/om.md"].replace(b"\n", b"\r\n")
    return ProjectFiles(found, _last())


def _last() -> Edition:
    changelog = PROJECT / "changelog"
    return changelog_dir.edition_of(changelog, changelog_dir.versions(changelog)[-1])


def after(files: ProjectFiles, plan: Plan) -> dict[str, bytes]:
    found = dict(files.contents)
    for change in plan.changes:
        found.pop(change.path, None)
        if change.after is not None:
            found[change.path] = change.after
    return found


def said(found: dict[str, bytes], path: str) -> Any:
    return read(found[path].decode())


def order(found: dict[str, bytes]) -> dict[str, list[str]]:
    return {one["id"]: one["anbefalinger"] for one in said(found, GUIDELINE)["kapitler"]}


def everything(found: dict[str, bytes]) -> str:
    return "\n".join(
        data.decode() for path, data in found.items() if not path.startswith("changelog/")
    )


class TestNew:
    def make(self, files: ProjectFiles, **more: Any) -> dict[str, bytes]:
        wanted = new.NewRecommendation(**{"title": "Trygg start", "strength": "bør", **more})
        plan = new.recommendation(
            files, wanted, "kompetanse", DECISION, Position(before="relevant-kompetanse")
        )
        return after(files, plan)

    @pytest.mark.parametrize("strength, basis", [
        ("bør", ""), ("kan", ""), ("skal", "opplæringslova § 10-6"),
    ])
    def test_it_is_read_and_says_what_to_fill_in(
        self, files: ProjectFiles, strength: str, basis: str
    ) -> None:
        path = "recommendations/kompetanse/trygg-start.yml"
        found = self.make(files, strength=strength, basis=basis)
        opened = open_recommendation(found[path], path, "kompetanse")
        assert not isinstance(opened, list), opened
        assert (opened.recommendation.status, opened.recommendation.styrke) == ("utkast", strength)
        assert order(found)["kompetanse"] == ["trygg-start", "relevant-kompetanse"]
        fields, text = Fields(schema.load("recommendation")), found[path].decode()
        for name in fields.at(()).get("required", ()):
            assert f"\n{name}:" in text
        for field in ("kort_anbefaling", "forskning_ikke_vurdert"):
            assert f'{field}: "{FILL_IN}' in text
        assert said(found, "changelog/unreleased/trygg-start.yml")["slag"] == "ny"

    @pytest.mark.parametrize("more, message", [
        ({"id": "skriftlig-plan"}, "er alt brukt av recommendations/skolens-oppfolging"),
        ({"id": "Trygg start"}, "--id trygg-start"), ({"id": "con"}, "Windows"),
        ({"title": "Ny"}, "3 til 90 tegn"), ({"title": "???"}, "Det blir ingen id"),
        ({"strength": "må"}, "skal | bør | kan"), ({"strength": "skal"}, "--basis"),
        ({"strength": "skal", "basis": "loven"}, "--basis"),
    ])
    def test_what_cannot_be_is_refused(
        self, files: ProjectFiles, more: dict[str, str], message: str
    ) -> None:
        with pytest.raises(NotPossible) as stop:
            self.make(files, **more)
        assert message in str(stop.value)

    def test_an_id_that_was_taken_out_is_refused(self, files: ProjectFiles) -> None:
        known = ProjectFiles(files.contents, files.last, {"gammel": "0.1.0"})
        with pytest.raises(NotPossible, match=r"utgave 0\.1\.0"):
            self.make(known, id="gammel")

    def test_a_page(self, files: ProjectFiles) -> None:
        found = after(files, new.page(files, "Spørsmål og svar", position=Position(after="om")))
        assert found["guideline/sporsmaal-og-svar.md"].decode().startswith("# Spørsmål og svar\n\n")
        assert said(found, GUIDELINE)["sider"][:2] == ["om", "sporsmaal-og-svar"]

    def test_a_chapter_is_not_empty(self, files: ProjectFiles) -> None:
        with pytest.raises(NotPossible, match="minst én anbefaling"):
            new.chapter(files, "Overganger", DECISION)
        plan = new.chapter(
            files, "Overganger", DECISION, moved=["overganger"], position=Position(first=True)
        )
        found = after(files, plan)
        assert next(iter(order(found))) == "overganger"
        assert "recommendations/overganger/overganger.yml" in found
        assert b"    anbefalinger:\n      - overganger\n" in found[GUIDELINE]


class TestWithdraw:
    def test_links_must_be_decided_on(self, files: ProjectFiles) -> None:
        with pytest.raises(NotPossible) as stop:
            withdraw(files, "skriftlig-plan", "Rådet gjelder ikke lenger.", DECISION)
        assert "--successor" in str(stop.value) and "guideline/bruk.md:" in str(stop.value)

    @pytest.mark.parametrize("successors", [(), ("jevnlig-dialog",)])
    def test_nothing_names_it_afterwards(
        self, files: ProjectFiles, successors: tuple[str, ...]
    ) -> None:
        plan = withdraw(
            files, "skriftlig-plan", "Rådet gjelder ikke lenger.", DECISION,
            successors=successors, unlink=True,
        )
        found = after(files, plan)
        assert PLAN not in found and PLAN.replace(".yml", ".nn.yml") not in found
        assert "anbefaling:skriftlig-plan" not in everything(found)
        assert "- skriftlig-plan\n" not in everything(found)
        change = said(found, "changelog/unreleased/opphev-skriftlig-plan.yml")
        assert (change["slag"], change["anbefalinger"]) == ("opphevet", ["skriftlig-plan"])
        assert change.get("i_stedet", []) == list(successors)
        told = said(found, "changelog/unreleased/lenker-til-skriftlig-plan.yml")
        assert told["slag"] == "redaksjonell" and "jevnlig-dialog" in told["anbefalinger"]
        assert bool(plan.notes) == (not successors)

    def test_a_translation_stays_as_up_to_date_as_it_was(self, files: ProjectFiles) -> None:
        plan = move(files, "skriftlig-plan", DECISION, new_id="plan")
        before = read(files.contents["guideline/guideline.nn.yml"].decode())[MADE_FROM]
        now = said(after(files, plan), "guideline/guideline.nn.yml")[MADE_FROM]
        assert {key for key in now if now[key] != before[key]} == {"bruk.md"}


class TestMove:
    def test_to_another_chapter(self, files: ProjectFiles) -> None:
        plan = move(
            files, "skriftlig-plan", DECISION, chapter="kompetanse", position=Position(first=True)
        )
        found = after(files, plan)
        assert order(found)["kompetanse"][0] == "skriftlig-plan"
        assert "skriftlig-plan" not in order(found)["skolens-oppfolging"]
        for end in ("yml", "nn.yml"):
            old = PLAN.replace("yml", end)
            assert found[old.replace("skolens-oppfolging", "kompetanse")] == files.contents[old]
        change = said(found, "changelog/unreleased/flytt-skriftlig-plan.yml")
        assert change["slag"] == "flyttet" and change["fra"] == change["til"] == ["skriftlig-plan"]

    def test_back_again_leaves_nothing(self, files: ProjectFiles) -> None:
        there = after(files, move(files, "skriftlig-plan", DECISION, chapter="kompetanse"))
        again = ProjectFiles(there, files.last)
        found = after(again, move(
            again, "skriftlig-plan", DECISION, chapter="skolens-oppfolging",
            position=Position(after="hovedansvarlig"),
        ))
        assert found == dict(files.contents)

    def test_another_id_keeps_comments_and_anchors(self, files: ProjectFiles) -> None:
        found = after(files, move(files, "skriftlig-plan", DECISION, new_id="plan"))
        text = found["recommendations/skolens-oppfolging/plan.yml"]
        assert text == files.contents[PLAN].replace(b"id: skriftlig-plan", b"id: plan")
        assert "(anbefaling:plan)" in everything(found)
        assert "(anbefaling:skriftlig-plan" not in everything(found)

    @pytest.mark.parametrize("make, message", [
        (lambda f: move(f, "skriftlig-plan", DECISION), "--chapter"),
        (lambda f: move(f, "skriftleg-plan", DECISION, chapter="kompetanse"),
         "Mente du «skriftlig-plan»"),
        (lambda f: move(f, "skriftlig-plan", DECISION, chapter="kompetense"),
         "Mente du «kompetanse»"),
        (lambda f: move(f, "skriftlig-plan", DECISION, new_id="overganger"), "er alt brukt"),
        (lambda f: move(f, "overganger", DECISION, position=Position(after="rutiner")),
         "står ikke i «skolens-oppfolging»"),
        (lambda f: move(f, "overganger", DECISION, position=Position(first=True)),
         "står der alt"),
    ])
    def test_what_cannot_be_is_refused(
        self, files: ProjectFiles, make: Callable[[ProjectFiles], Plan], message: str
    ) -> None:
        with pytest.raises(NotPossible) as stop:
            make(files)
        assert message in str(stop.value)


def test_split(files: ProjectFiles) -> None:
    plan = split(files, "skriftlig-plan", ["Plan for skolen", "Plan for hjemmet"], DECISION)
    found = after(files, plan)
    parts = ["plan-for-skolen", "plan-for-hjemmet"]
    listed = order(found)["skolens-oppfolging"]
    assert [id_ for id_ in listed if id_ in parts] == parts and "skriftlig-plan" not in listed
    old = read(files.contents[PLAN].decode())
    for id_, title in zip(parts, ["Plan for skolen", "Plan for hjemmet"], strict=True):
        now = said(found, f"recommendations/skolens-oppfolging/{id_}.yml")
        assert now == {k: v for k, v in old.items() if k != "datoer"} | {"id": id_, "tittel": title}
        assert f"recommendations/skolens-oppfolging/{id_}.nn.yml" in found
    change = said(found, "changelog/unreleased/del-skriftlig-plan.yml")
    assert (change["slag"], change["til"]) == ("delt", parts)


def test_merge(files: ProjectFiles) -> None:
    plan = merge(files, ["snakke-med-alle", "tidlig-samtale"], DECISION)
    found = after(files, plan)
    old = [read(files.contents[f"{HOME}/{i}.yml"].decode())
           for i in ("snakke-med-alle", "tidlig-samtale")]
    now = said(found, f"{HOME}/snakke-med-alle.yml")
    assert f"{HOME}/tidlig-samtale.yml" not in found
    for one in old:
        assert one["begrunnelse"]["tekst"].strip() in now["begrunnelse"]["tekst"]
        assert set(one["maalgrupper"]) <= set(now["maalgrupper"])
    assert (now["tittel"], now["styrke"]) == (old[0]["tittel"], old[0]["styrke"])
    steps = [len(one["praktisk_gjennomforing"]["steg"]) for one in old]
    nynorsk = said(found, f"{HOME}/snakke-med-alle.nn.yml")["praktisk_gjennomforing"]["steg"]
    assert len(nynorsk) == sum(steps) and nynorsk[-1] == {}
    change = said(found, "changelog/unreleased/sla-sammen-snakke-med-alle.yml")
    assert change["fra"] == ["snakke-med-alle", "tidlig-samtale"]
    assert change["til"] == ["snakke-med-alle"]


def test_a_new_one_that_is_merged_into_a_released_one_is_not_reported_as_new(
    files: ProjectFiles
) -> None:
    wanted = new.NewRecommendation("Trygg start", "bør")
    there = ProjectFiles(
        after(files, new.recommendation(files, wanted, "kompetanse", DECISION)), files.last
    )
    found = after(there, merge(there, ["skriftlig-plan", "trygg-start"], DECISION))
    changes = [said(found, path) for path in found if path.startswith("changelog/")]
    assert [(c["slag"], c["anbefalinger"]) for c in changes] == [("endret", ["skriftlig-plan"])]


def test_a_chapter_gets_another_name(files: ProjectFiles) -> None:
    plan = rename_chapter(files, "kompetanse", DECISION, title="Kunnskap", new_id="kunnskap")
    found = after(files, plan)
    assert order(found)["kunnskap"] == ["relevant-kompetanse"] and "kompetanse" not in order(found)
    nynorsk = said(found, "guideline/guideline.nn.yml")
    assert "kunnskap" in [one["id"] for one in nynorsk["kapitler"]]
    assert "kapitler.kunnskap.tittel" in nynorsk[MADE_FROM]
    assert not [key for key in nynorsk[MADE_FROM] if key.startswith("kapitler.kompetanse.")]
    lines = files.contents["guideline/guideline.nn.yml"].decode().split("\n")
    moved = found["guideline/guideline.nn.yml"].decode().split("\n")
    assert len(lines) == len(moved)
    assert sum(a != b for a, b in zip(lines, moved, strict=True)) == 3  # in their places
    change = said(found, "changelog/unreleased/kapittel-kunnskap.yml")
    assert change["anbefalinger"] == ["relevant-kompetanse"]
