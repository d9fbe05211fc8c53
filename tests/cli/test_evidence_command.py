"""``rettesnor evidence``, as an editor runs it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from rettesnor.cli.main import main
from rettesnor.model.evidence_watch import Notice
from rettesnor.reading.evidence.retractions import NotNoticesError, read_notices

from tests.support.check_case import LANGUAGES
from tests.support.guidelines import build_plain, edit, put, sound_copy

HEAD = "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID," \
       "RetractionNature,Reason\n"
ROW = '1,"Test, row",3/12/2026 0:00,10.9999/n.1,10.1000/TEST.1,0,Retraction,+Error in Data;+Test;\n'
WORK = """\
litteratursok:
  - id: oversikter  # hver vår
    tittel: Oversikter om samtaler
    anbefalinger:
      - tidlig-samtale
"""
NEW = {"id": "x", "type": "report", "title": "A new review",
       "DOI": "10.1000/new.1", "issued": {"date-parts": [[2026]]}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A guideline, whose first cited source has a DOI, and a list of notices next to it."""
    made = sound_copy(tmp_path / "rot")
    data = yaml.safe_load((made / "guideline/sources.yml").read_text(encoding="utf-8"))
    title = data["references"][0]["title"]
    edit(made, "guideline/sources.yml", f"    title: {title}\n",
         f"    title: {title}\n    DOI: 10.1000/test.1\n")
    (tmp_path / "rw.csv").write_text(HEAD + ROW, encoding="utf-8")
    return made


def tasks(root: Path) -> dict[str, dict[str, object]]:
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((root / "guideline/oppgaver").glob("*.yml"))
    }


def test_a_retracted_source_becomes_a_task_once_and_no_text_changes(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["evidence", "update", str(root.parent / "rw.csv"), "--root", str(root)]
    texts = {path: path.read_bytes() for path in root.rglob("*.yml")}
    assert main([*given, "--dry-run"]) == 1 and not tasks(root)
    assert main([*given, "--date", "2026-11-30"]) == 1
    ((name, task),) = tasks(root).items()
    assert name.endswith("trukket-2026-03-12") and task["hendelse"] == "trukket"
    assert task["om"] == "Grunn som er oppgitt: Error in Data; Test"
    assert str(task["funnet"]) == "2026-11-30" and task["lenke"] == "https://doi.org/10.9999/n.1"
    assert task.get("anbefalinger") or task.get("steder"), "somebody uses it"
    assert {path: path.read_bytes() for path in texts} == texts
    assert "(12. mars 2026)" in capsys.readouterr().out
    assert main(given) == 0, "nothing is new"
    assert "har alt en oppgave" in capsys.readouterr().out and len(tasks(root)) == 1


def test_a_task_is_in_nynorsk_too_where_the_guideline_is(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "guideline/guideline.yml"
    path.write_text(path.read_text(encoding="utf-8") + LANGUAGES, encoding="utf-8")
    assert main(["evidence", "update", str(root.parent / "rw.csv"), "--root", str(root)]) == 1
    said = tasks(root)
    (name,) = [one for one in said if not one.endswith(".nn")]
    marks = said[f"{name}.nn"].pop("oversatt_fra")
    assert isinstance(marks, dict) and set(marks) == {"om", "tittel"}
    capsys.readouterr()
    main(["check", "--root", str(root), "--date", "2026-11-30"])
    assert name not in capsys.readouterr().err, "the translation is marked as made from it"
    assert said[f"{name}.nn"] == {
        "om": "Grunn som er oppgjeven: Error in Data; Test",
        "tittel": str(said[name]["tittel"]).replace("er trukket tilbake", "er trekt tilbake"),
    }


def test_a_list_with_another_ending_is_told_which_there_are(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = root.parent / "nye.txt"
    listed.write_text("@article{x, title = {A}}\n", encoding="utf-8")
    assert main(["evidence", "update", str(listed), "--root", str(root)]) == 2
    assert ".bibtex, .biblatex eller .ris" in capsys.readouterr().err


def test_the_feed_says_what_happened_once_and_is_news_again_when_it_is_decided(
    root: Path
) -> None:
    assert main([
        "evidence", "update", str(root.parent / "rw.csv"), "--root", str(root), "--date",
        "2026-11-23",
    ]) == 1
    (name,) = tasks(root)

    def feed() -> str:
        build_plain(root, as_of=date(2026, 11, 30))
        return (root / "site/gjennomgang/feed.xml").read_text(encoding="utf-8")

    before = feed()
    assert "er trukket tilbake</title>" in before and "tilbake:" not in before
    assert "<updated>2026-11-23T" in before
    with (root / f"guideline/oppgaver/{name}.yml").open("a", encoding="utf-8") as file:
        file.write(
            "avgjorelser:\n  - resultat: ingen-endring\n    grunn: Kilden er bare bakgrunn.\n"
            "    av: Fagavdelingen\n    dato: 2026-11-30\n"
        )
    after = feed()
    assert "<published>2026-11-23T" in after and "<updated>2026-11-30T" in after
    assert "Avgjort: Kilden er bare bakgrunn." in after


def test_every_ending_of_a_list_is_known(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = root.parent / "liste.biblatex"
    listed.write_text("@article{x, title={En annen}, doi={10.1000/annen}}", encoding="utf-8")
    assert main(["evidence", "update", str(listed), "--root", str(root)]) == 0
    assert "Ingen treff." in capsys.readouterr().out


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "", HEAD + '1,"open\n' + "x" * 1_100_000])
def test_a_file_that_is_no_list_of_notices(
    root: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = root.parent / "feil.csv"
    wrong.write_text(text, encoding="utf-8")
    assert main(["evidence", "update", str(wrong), "--root", str(root)]) == 2
    assert "feil.csv" in capsys.readouterr().err and not tasks(root)


def test_notices_are_read_in_older_encodings_and_days_that_are_none_are_left_out(
    tmp_path: Path
) -> None:
    path = tmp_path / "rw.csv"
    row = "1,Ærlig,2/30/2026 0:00,unavailable,10.1000/a,0,Expression of Concern,\n"
    path.write_bytes((HEAD + row).encode("cp1252"))
    assert read_notices(path, {"10.1000/a"}) == [Notice("concern", "10.1000/a", title="Ærlig")]
    assert read_notices(path, {"10.1000/b"}) == []
    path.write_text("a\n", encoding="utf-8")
    with pytest.raises(NotNoticesError):
        read_notices(path, ())


def test_results_are_kept_with_the_day_and_only_new_ones_count(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(root, "guideline/utvikling.yml", WORK)
    own = {"id": "y", "type": "report", "title": "Known", "DOI": "10.1000/TEST.1"}
    found = root.parent / "treff.json"
    found.write_text(json.dumps([NEW, own]), encoding="utf-8")
    given = ["evidence", "results", "oversikter", str(found), "--root", str(root)]
    assert main([*given, "--date", "2026-11-30"]) == 1
    text = (root / "guideline/utvikling.yml").read_text(encoding="utf-8")
    assert "# hver vår" in text, "comments stay"
    (search,) = yaml.safe_load(text)["litteratursok"]
    assert str(search["sist_kjort"]) == "2026-11-30"
    assert [one["doi"] for one in search["treff"]] == ["10.1000/new.1"]
    (task,) = tasks(root).values()
    assert task["hendelse"] == "nye-treff" and task["anbefalinger"] == ["tidlig-samtale"]
    assert main([*given, "--date", "2026-12-05"]) == 0, "nothing is new, but it was run"
    assert "sist_kjort: 2026-12-05" in (root / "guideline/utvikling.yml").read_text("utf-8")
    assert len(tasks(root)) == 1
    assert main([*given, "--date", "2026-11-01"]) == 2
    assert main(["evidence", "results", "oversikte", str(found), "--root", str(root)]) == 2
    assert "Disse finnes: oversikter." in capsys.readouterr().err
