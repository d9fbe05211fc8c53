"""Translations belong to what is released: kept, compared, documented, and verified."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rettesnor.model.diff import diff
from rettesnor.model.edition import Edition, EditionTexts, in_language
from rettesnor.publishing.cache.reading import StoredReadings
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.history.release_index import load
from rettesnor.publishing.history.unreleased import unreleased
from rettesnor.publishing.options import STATE
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.reading.content.change_fragments import read_release
from rettesnor.reading.project import read_project
from rettesnor.releases import snapshot
from rettesnor.releases import timeline as history
from rettesnor.releases.manifest import parse

from tests.support.check_case import LANGUAGES
from tests.support.release_case import CASES, FIRST, Case, fragment

PLAN_NN = "recommendations/skole/skriftlig-plan.nn.yml"
TERMS_NN = "guideline/terms.nn.yml"
TOLD = "changelog/unreleased/nynorsk.yml"


@pytest.fixture(autouse=True)
def _no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flushing to the disk is slow, and no test loses its power."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture
def case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Case:
    """The guideline after its first release, with a part of it translated since."""
    case = Case(tmp_path)
    assert case.release(*FIRST) == 0
    case.write("guideline/guideline.yml", case.text("guideline/guideline.yml") + LANGUAGES)
    case.write(PLAN_NN, "tittel: Skriftleg plan\n")
    case.write(TERMS_NN, "termer:\n  - id: fravaer\n    term: fråvær\n")
    capsys.readouterr()
    return case


def second(case: Case, version: str = "1.0.1") -> int:
    case.write(TOLD, fragment(
        "redaksjonell", "anbefalinger: [skriftlig-plan]", "ramme: [retningslinje]",
    ))
    return case.release(version, "2027-02-01")


def kept(case: Case, version: str) -> Edition:
    return snapshot.parse((case.root / f"changelog/{version}/snapshot.json").read_bytes())


class TestRelease:
    def test_a_first_release_without_translations_is_of_the_first_format(self, case: Case) -> None:
        data = json.loads(case.text("changelog/1.0.0/snapshot.json"))
        assert data["format"] == 1 and "oversettelser" not in data
        assert "oversettelser" not in case.text("changelog/1.0.0/manifest.json")

    def test_a_translation_must_be_told_of(
        self, case: Case, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert case.release("1.0.1", "2027-02-01") == 1
        said = capsys.readouterr().err
        assert "«skriftlig-plan» er endret" in said and "endring-mangler" in said

    def test_telling_of_it_is_enough_for_a_patch(
        self, case: Case, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert second(case) == 0
        utgave = history.read(case.root / "changelog", read_release).records[-1].utgave
        assert utgave.steg == "rettelse"
        assert [(c.id, c.felt) for c in utgave.anbefalinger] == [
            ("skriftlig-plan", ("oversettelser.nn",))
        ]
        assert {part.navn for part in utgave.ramme} == {"retningslinje"}
        edition = kept(case, "1.0.1")
        assert edition.oversettelser == {"nn": EditionTexts(
            {"termer.fravaer.term": "fråvær"}, {"skriftlig-plan": {"tittel": "Skriftleg plan"}},
        )}
        translated = in_language(edition, "nn")
        assert translated.recommendations["skriftlig-plan"].tittel == "Skriftleg plan"
        assert translated.guideline.termer[0].term == "fråvær"
        assert in_language(edition, "se") == replace(edition, oversettelser={})
        capsys.readouterr()
        assert case.run("verify") == 0

    def test_the_next_release_sees_each_text(
        self, case: Case, capsys: pytest.CaptureFixture[str]
    ) -> None:
        second(case)
        case.replace(PLAN_NN, "Skriftleg plan", "Plan på papir")
        case.replace(TERMS_NN, "fråvær", "det å vere borte")
        capsys.readouterr()
        assert case.run("diff") == 1
        out = capsys.readouterr().out
        assert (
            "~ oversettelser.nn.tittel\n"
            "        [-Skriftleg plan-] {+Plan på papir+}\n"
        ) in out
        assert (
            "~ oversettelser.nn.termer.fravaer.term\n"
            "        [-fråvær-] {+det å vere borte+}\n"
        ) in out
        assert case.run("diff", "--format", "html") == case.run("diff", "--format", "json") == 1
        case.write(TOLD, fragment(
            "redaksjonell", "anbefalinger: [skriftlig-plan]", "ramme: [termer]"
        ))
        assert case.release("1.0.2", "2027-03-01") == 0
        utgave = history.read(case.root / "changelog", read_release).records[-1].utgave
        assert [(part.navn, part.endret) for part in utgave.ramme] == [("termer", ("fravaer",))]

    def test_the_check_asks_for_a_fragment_before_the_release_does(
        self, case: Case, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def told() -> bool:
            assert case.run("check", "--date", "2027-03-01") == 0
            out = capsys.readouterr().out
            return "«skriftlig-plan» er endret siden forrige utgave" not in out

        assert not told()
        second(case)
        assert told()
        case.write(PLAN_NN, "tittel: Skriftleg plan\n# bare en merknad\n")
        assert told()
        case.replace(PLAN_NN, "Skriftleg plan", "Plan på papir")
        assert not told()
        (case.root / PLAN_NN).unlink()
        assert not told()

    def test_the_site_knows_when_only_a_translation_differs(self, case: Case) -> None:
        second(case)
        assert not _differs(case.root)
        case.replace(TERMS_NN, "fråvær", "det å vere borte")
        assert _differs(case.root)
        case.replace(TERMS_NN, "det å vere borte", "fråvær")
        case.replace(PLAN_NN, "Skriftleg plan", "Plan på papir")
        assert _differs(case.root)
        case.replace(PLAN_NN, "Plan på papir", "Skriftleg plan")
        assert not _differs(case.root)

    def test_a_byte_changed_in_a_translation_is_found_and_named(
        self, case: Case, capsys: pytest.CaptureFixture[str]
    ) -> None:
        second(case)
        assert parse((case.root / "changelog/1.0.1/manifest.json").read_bytes()).oversettelser
        case.replace("changelog/1.0.1/snapshot.json", "Skriftleg plan", "Skriftlig plan")
        capsys.readouterr()
        assert case.run("verify") == 1
        said = capsys.readouterr()
        assert re.search("oversettelsen til «nn»", said.out + said.err)


def _differs(root: Path) -> bool:
    store = Store(root / STATE)
    with WorkerPool(root, 1) as pool:
        project = read_project(root, cache=StoredReadings(store), reader=pool)
    return bool(unreleased(project, load(root / "changelog", store), store))


class TestEdition:
    def test_texts_go_round_through_a_snapshot(self) -> None:
        data = (CASES / "snapshot-format-2.json").read_bytes()
        edition = snapshot.parse(data)
        said = edition.oversettelser["nn"]
        assert said.ramme["termer.fravaer.synonymer"] == ("skulefråvær", "fråvær")
        assert snapshot.dump(edition) == data
        assert snapshot.hashes(data).oversettelser.keys() == {"nn"}

    def test_without_texts_it_is_the_first_format(self) -> None:
        edition = snapshot.parse((CASES / "snapshot-format-2.json").read_bytes())
        first = snapshot.parse((CASES / "snapshot-format-1.json").read_bytes())
        bare = replace(edition, oversettelser={"nn": EditionTexts()})
        assert snapshot.dump(bare) == snapshot.dump(first)
        assert not diff(first, bare)
        assert diff(first, edition)
