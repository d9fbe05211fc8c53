"""A plan from an empty folder to a site, and on to the next national release, as an owner does it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from rettesnor.cli.main import main
from rettesnor.model.form_template import Mal
from rettesnor.plans.national import National
from rettesnor.releases import snapshot

from tests.support.plan_case import (
    edition,
    national,
    phase,
    publish,
    recommendation,
    write_plan,
)

STEPS = [("Rektor", "Ringer hjem.", "Samme dag"), ("Lærer", "Snakker med eleven.", "")]
FIRST = national(
    [recommendation("samtale", steps=STEPS), recommendation("brev", "Skolen bør skrive brev")],
    [phase("tidlig", "Begynnende fravær", ["Kommer for sent"], [("Rektor", "Når tegnene øker.")],
           start="Med de første tegnene.")],
)
NEXT = national(
    [recommendation("samtale", "Skolen skal snakke med eleven", strength="skal", steps=[
        ("Rektor", "Ringer hjem.", "Innen to timer"), ("Lærer", "Skriver til eleven.", ""),
    ]), recommendation("plan", "Skolen bør ha en plan")],
    [phase("tidlig", "Begynnende fravær", ["Kommer for sent", "Er urolig"],
           [("Rektor", "Når tegnene øker.")], start="Med de første tegnene.")],
    version="1.1.0", gone={"brev": ()},
)


def run(*arguments: str) -> int:
    return main([*arguments])


def data(folder: Path) -> Any:
    return yaml.safe_load((folder / "plan.yml").read_text(encoding="utf-8"))


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan on the first release, in the current folder, with words of its own."""
    site = publish(tmp_path / "site", FIRST)
    folder = tmp_path / "plan"
    assert run("new", "plan", str(folder), "--from", str(site), "--title", "Plan for fravær",
               "--owner", "Eksempel kommune") == 0
    monkeypatch.chdir(folder)
    assert run("plan", "adapt", "samtale") == 0
    path = folder / "plan.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("Snakker med eleven.", "Tar en prat i friminuttet.")
    unfinished = '"FYLL UT: hva planen er for, og hvem som skal bruke den."'
    text = text.replace(unfinished, "Vår plan for fravær.")
    text = text.replace(
        "  - id: brev\n    forhold: ikke vurdert", "  - id: brev\n    forhold: tilpasset\n"
        "    merknad: Vi bruker appen."
    )
    path.write_text(text, encoding="utf-8")
    return folder


def test_it_builds_to_a_site_with_quotes_marked_as_national(plan: Path) -> None:
    assert run("plan", "check") == 0
    assert run("plan", "build", "--no-pdf") == 0
    page = (plan / "site/anbefalinger/samtale/index.html").read_text(encoding="utf-8")
    assert "Nasjonal anbefaling" in page and "<blockquote" in page
    assert "Skolen bør snakke med eleven." in page and "versjon 1.0.0" in page
    assert "Tar en prat i friminuttet." in page
    phases = (plan / "site/faser/index.html").read_text(encoding="utf-8")
    assert "Kommer for sent" in phases and "Nasjonalt" in phases
    assert "Når tegnene øker." in (plan / "site/hvem/index.html").read_text(encoding="utf-8")
    assert json.loads((plan / "site/plan.json").read_bytes())["plan"]["tittel"] == "Plan for fravær"
    assert "rnSearch" in (plan / "site/sok/indeks/ord.js").read_text(encoding="utf-8")
    for html in plan.glob("site/**/*.html"):  # no third party is asked for anything
        text = html.read_text(encoding="utf-8")
        assert 'src="http' not in text and 'rel="stylesheet" href="http' not in text


def test_a_site_that_stands_is_kept_when_the_plan_has_an_error(plan: Path) -> None:
    assert run("plan", "build", "--no-pdf") == 0
    before = (plan / "site/index.html").read_bytes()
    path = plan / "plan.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("forhold: tilpasset", "forhold: avviker", 1),
        encoding="utf-8",
    )
    assert run("plan", "build", "--no-pdf") == 1
    assert (plan / "site/index.html").read_bytes() == before


def test_the_next_release_is_rehearsed_merged_decided_and_built(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = str(publish(tmp_path / "site", FIRST, NEXT))
    before = {path: path.read_bytes() for path in plan.rglob("*") if path.is_file()}
    assert run("plan", "update", "--to", site, "--dry-run") == 0
    said = capsys.readouterr().out
    for line in ("samtale: Om samtale", "brev: Om brev", "plan: Om plan", "tidlig: Begynnende",
                 "anbefalinger.samtale.steg.0.naar",
                 "endret teksten [anbefalinger.samtale.steg.1.hva]"):
        assert line in said
    left = {path: path.read_bytes() for path in plan.rglob("*")
            if path.is_file() and ".rettesnor" not in path.parts}
    assert left == {path: b for path, b in before.items() if ".rettesnor" not in path.parts}

    assert run("plan", "update", "--to", site) == 0
    entries = {one["id"]: one for one in data(plan)["anbefalinger"]}
    assert entries["samtale"]["steg"] == [
        {"hvem": "Rektor", "hva": "Ringer hjem.", "naar": "Innen to timer"},
        {"hvem": "Lærer", "hva": "Tar en prat i friminuttet."},
    ]
    assert entries["brev"]["merknad"] == "Vi bruker appen."
    assert entries["plan"] == {"id": "plan", "forhold": "ikke vurdert"}
    assert "# Skolen bør snakke" in (plan / "plan.yml").read_text(encoding="utf-8")  # comments stay
    assert run("plan", "check") == 1
    assert run("plan", "build", "--no-pdf") == 1
    assert run("plan", "update", "--to", site) == 2  # what is undecided comes first
    assert run("plan", "resolve") == 2

    path = plan / "konflikter.yml"
    conflicts = yaml.safe_load(path.read_text(encoding="utf-8"))["konflikter"]
    assert {(one["sted"], one["slag"]) for one in conflicts} == {
        ("anbefalinger.samtale.steg.1.hva", "tekst"), ("anbefalinger.samtale", "vurdering"),
        ("anbefalinger.brev", "borte"),
    }
    text = path.read_text(encoding="utf-8").replace('valg: ""', "valg: behold")
    path.write_text(text, encoding="utf-8")
    assert run("plan", "resolve") == 0
    assert not path.exists()
    assert run("plan", "check") == 0
    assert run("plan", "build", "--no-pdf") == 0
    gone = (plan / "site/anbefalinger/brev/index.html").read_text(encoding="utf-8")
    assert "Tidligere nasjonal anbefaling" in gone and "Skolen bør skrive brev." in gone
    assert run("plan", "update", "--to", site) == 0  # and there is nothing more to do


def test_paragraphs_of_a_step_are_merged_through_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def release(version: str, last: str) -> Any:
        text = f"Ringer hjem.\n\nNoterer samtalen.\n\n{last}"
        return national([recommendation("samtale", steps=[("Rektor", text, "")])], (), version)

    first, then = release("1.0.0", "Spør eleven."), release("1.1.0", "Spør eleven igjen.")
    site, folder = str(publish(tmp_path / "site", first, then)), tmp_path / "plan"
    assert run("new", "plan", str(folder), "--from", site, "--version", "1.0.0", "--title",
               "Plan for fravær", "--owner", "Eksempel kommune") == 0
    monkeypatch.chdir(folder)
    assert run("plan", "adapt", "samtale") == 0
    path = folder / "plan.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(
        "Ringer hjem.", "Ringer hjem før klokka ti."
    ), encoding="utf-8")
    assert run("plan", "update", "--to", site) == 0
    assert not (folder / "konflikter.yml").exists()
    assert data(folder)["anbefalinger"][0]["steg"][0]["hva"] == (
        "Ringer hjem før klokka ti.\nNoterer samtalen.\nSpør eleven igjen."
    )


def test_templates_in_use_are_linked_with_their_version_beside_own_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = edition([recommendation("brev")])
    guideline = replace(made.guideline, maler=(Mal("referat", "Møtereferat", "Til møter."),))
    release = replace(made, guideline=guideline)
    base = National(snapshot.dump(release), release)
    folder = write_plan(tmp_path, """\
skjema: 1
tittel: Plan for fravær
korttittel: Planen
om: Hvem som gjør hva når en elev er borte.
BASE
  nettsted: https://nasjonal.example.no/
eier: {navn: Eksempel kommune}
maler:
  - {id: referat, om: Brukes i alle møter.}
dokumenter:
  - tittel: Vår sjekkliste
anbefalinger:
  - {id: brev, forhold: følges}
""", base)
    monkeypatch.chdir(folder)
    assert run("plan", "build", "--no-pdf") == 0
    page = (folder / "site/tjenester/index.html").read_text(encoding="utf-8")
    assert '<a href="https://nasjonal.example.no/maler/referat/">Møtereferat</a>' in page
    for text in ("Brukes i alle møter.", "Nasjonal versjon 1.0.0", "Vår sjekkliste"):
        assert text in page
    path = folder / "plan.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("id: referat", "id: referatet"), encoding="utf-8"
    )
    assert run("plan", "check") == 1


def test_the_badge_says_that_a_newer_version_exists(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = str(publish(tmp_path / "site", FIRST, NEXT))
    assert run("plan", "status", "--from", site, "--date", "2026-11-30") == 1
    assert "1.1.0 (spurt 2026-11-30)" in capsys.readouterr().out
    assert run("plan", "build", "--no-pdf") == 0
    page = (plan / "site/index.html").read_text(encoding="utf-8")
    assert "Det er kommet en nyere nasjonal versjon: 1.1.0." in page
    assert "rettesnor/plan.js" not in page and "data-rn-versions" not in page
    path = plan / "plan.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(
        "  versjon: 1.0.0\n",
        "  versjon: 1.0.0\n  nettsted: https://example.test/\n  direkte: true\n",
    ), encoding="utf-8")
    assert run("plan", "build", "--no-pdf") == 0
    page = (plan / "site/index.html").read_text(encoding="utf-8")
    assert 'data-rn-versions="https://example.test/api/v1/versjoner.json"' in page
    assert "assets/rettesnor/plan.js" in page


def test_a_folder_without_a_plan_and_one_with_something_in_it_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", "check", "--root", str(tmp_path)) == 2
    assert "er ikke en plan: plan.yml mangler" in capsys.readouterr().err
    site = publish(tmp_path / "site", FIRST)
    assert run("new", "plan", str(tmp_path), "--from", str(site), "--title", "Plan for fravær",
               "--owner", "Eksempel kommune") == 2
    assert "er ikke tom" in capsys.readouterr().err


def test_a_plan_in_nynorsk_has_pages_and_pdf_in_nynorsk(tmp_path: Path) -> None:
    site, folder = publish(tmp_path / "site", FIRST), tmp_path / "plan"
    assert run("new", "plan", str(folder), "--from", str(site), "--title", "Plan for fråvær",
               "--owner", "Døme kommune", "--language", "nn") == 0
    assert run("plan", "build", "--root", str(folder)) == 0
    page = (folder / "site/anbefalinger/brev/index.html").read_text(encoding="utf-8")
    assert '<html lang="nn"' in page and "Nasjonal tilråding" in page
    assert '<blockquote class="rn-national" lang="nb"' in page  # the release is in bokmål only
    assert (folder / "site/plan.pdf").read_bytes().startswith(b"%PDF")
