"""``rettesnor publish``: what it refuses, what it puts in place, and how one goes back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from rettesnor.reading.content.publish_settings import read_publish_settings

from tests.support.guidelines import plain_dressing, put
from tests.support.release_case import FIRST, SECOND, Case, today

DAY = ("--date", "2026-11-25")
Out = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guideline with one release."""
    case = Case(tmp_path_factory.mktemp("publish") / "g")
    assert case.release(*FIRST) == 0
    return case.root


@pytest.fixture
def case(released: Path, tmp_path: Path) -> Iterator[Case]:
    case = Case(tmp_path / "g", released)
    put(case.root, "publish.yml", "maal: mappe\ntil: ../www/side\nbehold: 3\n")
    dressing = plain_dressing(tmp_path / "dressing")
    with mock.patch("rettesnor.cli.common.theme", lambda *_, **__: dressing):
        yield case


def page(case: Case) -> str:
    """The front page that readers see; empty when there is none."""
    front = case.root.parent / "www/side/index.html"
    return front.read_text("utf-8") if front.exists() else ""


def test_publish_change_and_go_back(case: Case, capsys: Out) -> None:
    assert case.run("publish", "--dry-run", *DAY) == 0
    said = capsys.readouterr().out
    assert "utgave 1.0.0" in said and "ingenting er publisert" in said and page(case) == ""
    assert case.run("publish", "--by", "Avdeling for skolemiljø", *DAY) == 0
    assert "Publisert: " in capsys.readouterr().out
    first = page(case)
    assert first
    assert case.run("publish", *DAY) == 0
    assert "likt det som står der" in capsys.readouterr().out

    assert case.run("publish", "--dry-run", "--date", "2026-12-24") == 0
    assert "endret: " in capsys.readouterr().out
    case.revise()
    assert case.release(*SECOND) == 0
    with today(SECOND[1]):
        assert case.run("publish", "--by", "Avdelinga", "--date", SECOND[1]) == 0
    assert "Angre med: rettesnor publish --rollback" in capsys.readouterr().out
    assert page(case) != first

    assert case.run("publish", "--rollback", "--dry-run") == 0
    assert "Ville gått tilbake" in capsys.readouterr().out and page(case) != first
    assert case.run("publish", "--rollback", "--by", "Vakta") == 0
    assert page(case) == first
    assert case.run("publish", "--scheduled", "--date", "2027-03-02") == 1
    assert "Vakta gikk tilbake" in capsys.readouterr().err and page(case) == first
    with today("2027-03-02"):
        assert case.run("publish", "--date", "2027-03-02") == 0
        assert page(case) != first
        assert case.run("publish", "--scheduled", "--date", "2027-03-02") == 0
    capsys.readouterr()
    assert case.run("publish", "--list") == 0
    said = capsys.readouterr().out
    assert said.count("← det leserne ser") == 1
    assert "publisert av Avdeling for skolemiljø" in said and "rullet tilbake av Vakta" in said


def test_an_error_stops_it(case: Case, capsys: Out) -> None:
    assert case.run("publish", *DAY) == 0
    before = page(case)
    path = next((case.root / "recommendations").rglob("*.yml"))
    path.write_text(path.read_text("utf-8").replace("status:", "statuss:"), "utf-8")
    assert case.run("publish", "--date", "2026-12-24") == 1
    said = capsys.readouterr().err
    assert "felt-ukjent" in said and "ikke rørt" in said
    assert page(case) == before


def test_a_record_that_was_changed_stops_it(case: Case, capsys: Out) -> None:
    snapshot = case.root / "changelog/1.0.0/release.yml"
    snapshot.chmod(0o644)
    snapshot.write_text(snapshot.read_text("utf-8") + "# a\n", "utf-8")
    assert case.run("publish", *DAY) == 1
    assert "release.yml" in capsys.readouterr().err and page(case) == ""


@pytest.mark.parametrize(("answer", "status"), [("borte", 1), ("virker", 0)])
def test_a_dead_address_stops_it_where_they_are_asked(
    case: Case, capsys: Out, answer: str, status: int
) -> None:
    put(case.root, "publish.yml", "maal: mappe\ntil: ../www/side\nlenker: true\n")
    from rettesnor.publishing.tools.external_links import Answer

    def answers(places: dict[str, object], *_: object) -> Iterator[Answer]:
        yield from (Answer(address, answer) for address in places)

    with mock.patch("rettesnor.publishing.tools.external_links.check", answers):
        assert case.run("publish", *DAY) == status
    assert bool(page(case)) == (status == 0)


def test_nothing_is_published_before_the_first_release(tmp_path: Path, capsys: Out) -> None:
    case = Case(tmp_path / "g")
    put(case.root, "publish.yml", "maal: mappe\ntil: ../www/side\n")
    assert case.run("publish") == 1
    assert "Ingenting er gitt ut ennå" in capsys.readouterr().err


def test_without_settings_it_says_how(case: Case, capsys: Out) -> None:
    (case.root / "publish.yml").unlink()
    assert case.run("publish") == 2
    assert "maal: mappe" in capsys.readouterr().err


@pytest.mark.parametrize("til", ["guideline/side", "..", ".", "changelog"])
def test_it_never_goes_into_the_content(case: Case, capsys: Out, til: str) -> None:
    put(case.root, "publish.yml", f"maal: mappe\ntil: {til}\n")
    assert case.run("publish", *DAY) == 1
    assert "kan ikke legges i" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "code", "field"), [
    ("maal: mappe\n", "felt-mangler", "til"),
    ("maal: ftp\ntil: /a\n", "felt-verdi", "maal"),
    ("maal: mappe\ntil: -a\n", "felt-monster", "til"),
    ("maal: mappe\ntil: /a\nport: 22\n", "publisering-oppsett", "port"),
    ("maal: mappe\ntil: /a\nbytte: peker\n", "publisering-oppsett", "bytte"),
    ("maal: mappe\ntil: /a\nkommando: rm\n", "felt-ukjent", "kommando"),
    ("maal: mappe\ntil: /a\nbehold: 1\n", "felt-tall", "behold"),
    ("maal: rsync\ntil: /srv/www\n", "publisering-oppsett", "til"),
    ("maal: rsync\ntil: 'vert:/srv/$(reboot)'\n", "publisering-oppsett", "til"),
    ("maal: rsync\ntil: 'vert::modul'\n", "publisering-oppsett", "til"),
    ("maal: rsync\ntil: 'a;b:/srv'\n", "publisering-oppsett", "til"),
    ("maal: rclone\ntil: /srv\n", "publisering-oppsett", "til"),
    ("maal: rclone\ntil: ':sftp,ssh=reboot:/srv'\n", "publisering-oppsett", "til"),
    ("maal: [\n", "yaml-syntaks", ""),
])
def test_settings_that_cannot_be_used(tmp_path: Path, text: str, code: str, field: str) -> None:
    put(tmp_path, "publish.yml", text)
    settings, problems = read_publish_settings(tmp_path)
    assert settings is None
    assert (problems[0].code, problems[0].field) == (code, field)


@pytest.mark.parametrize("text", [
    "maal: mappe\ntil: C:\\inetpub\\side\n",
    "maal: rsync\ntil: en@www.eksempel.no:/srv/www/side\nport: 2222\nnokkel: ~/.ssh/id\n",
    "maal: rclone\ntil: lager:bøtte/side\nbytte: peker\nlenker: true\n",
])
def test_settings_that_can(tmp_path: Path, text: str) -> None:
    put(tmp_path, "publish.yml", text)
    assert read_publish_settings(tmp_path)[1] == []


def test_check_shows_what_is_wrong_with_the_settings(case: Case, capsys: Out) -> None:
    put(case.root, "publish.yml", "maal: mappe\n")
    assert case.run("check", "--format", "json", *DAY) == 1
    found = json.loads(capsys.readouterr().out)
    assert any("publish.yml" in str(one) for one in found.get("problemer", found.values()))
    shutil.rmtree(case.root / ".rettesnor", ignore_errors=True)
