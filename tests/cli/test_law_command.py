"""``rettesnor law update`` and the review tasks it makes, from the first look to the decision."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from rettesnor.cli.main import main
from rettesnor.publishing.tools.open_tasks import task_states
from rettesnor.reading.project import read_project

from tests.support.guidelines import build_plain, edit, put, sound_copy
from tests.support.lovdata import ACT, archive, chapter, document, marked, section

LAWS = "guideline/laws.yml"
DAY = "2026-11-30"
CHANGED = "lov-opplaeringslova-10-6-2025-06-20-39"
TASK = f"guideline/oppgaver/{CHANGED}.yml"
NOTE = "Endra ved lov 20 juni 2025 nr. 39 (i kraft 1 jan 2026)."


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    root = sound_copy(tmp_path / "g")
    edit(root, LAWS, "    dato: 2023-06-09\n", "    dato: 2023-06-09  # kunngjort samme dag\n"
                                               "    nummer: 30\n")
    return root


@pytest.fixture(name="files")
def _files(tmp_path: Path) -> Path:
    """A folder with the acts of 1 July 2026 and the gazette of 2025."""
    (tmp_path / "lovdata").mkdir()
    new = "Skolen skal følge opp alt fravær skriftlig."
    archive(tmp_path / "lovdata/gjeldende-lover.tar.bz2", {"lov.xml": document(
        ACT, chapter("10", "Elevar", section("10-6", new, "Oppfølging", NOTE),
                     section("2-2", "Barn har plikt.", "Plikt"))
        + chapter("12", "Skolemiljø") + chapter("14", "Skolen", section("14-4", "Tekst.")),
        dateInForce="2024-08-01",
    )})
    archive(tmp_path / "lovdata/lovtidend-avd1-2025.tar.bz2", {"a.xml": document(
        "lov/2025-06-20-39", marked(ACT, ("change", f"{ACT}/§10-6", "§ 10-6 skal lyde:")),
        gazette=True, dateInForce="Kongen bestemmer", title="Lov om endringer i opplæringslova",
        changesToDocuments=f"<ul><li>{ACT}</li></ul>", dateOfPublication="2025-06-20 12:00",
    )})
    return tmp_path / "lovdata"


def run(root: Path, *arguments: str) -> int:
    return main([*arguments, "--root", str(root), "--date", DAY, "--jobs", "1"])


def test_nothing_is_written_until_it_is_taken(
    root: Path, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (root / LAWS).read_bytes()
    assert run(root, "law", "update", str(files)) == 1
    said = capsys.readouterr().out
    assert "lov 20. juni 2025 nr. 39" in said and "i kraft 1. januar 2026" in said
    assert f"--take {CHANGED}" in said and "Oppgave for: tidlig-samtale" in said
    assert "Ingenting er skrevet" in said
    assert "Norsk Lovtidend: 20. juni 2025, 1 dokument" in said, "one day, once"
    assert (root / LAWS).read_bytes() == before
    assert not (root / "guideline/oppgaver").exists()
    assert run(root, "law", "update", str(files), "--take", "finnes-ikke") == 2
    assert run(root, "law", "update", str(files), "--ask") == 2, "nobody to ask"


def test_laws_that_were_only_held_against_newer_files_are_told_together(
    root: Path, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laws = (root / LAWS).read_text(encoding="utf-8")
    first = "  - id: prøveloven\n    tittel: Prøveloven\n    korttittel: prøveloven\n" \
        "    type: lov\n    dato: 2020-01-01\n    nummer: 1\n    ikraft: 2020-01-01\n" \
        "    paragrafer:\n      - paragraf: § 1\n"
    put(root, LAWS, laws.replace("lover:\n", f"lover:\n{first}", 1))
    archive(files / "mer.tar.bz2", {"p.xml": document(
        "lov/2020-01-01-1", section("1", "Tekst."), dateInForce="2020-01-01",
    )})
    run(root, "law", "update", str(files))
    said = capsys.readouterr().out
    assert "prøveloven og opplæringslova: kontrollert" in said
    assert said.count("1. juli 2026 (ikke før)") == 1
    assert "--take kontrollert-proveloven --take kontrollert-opplaeringslova" in said


def test_one_finding_is_taken_with_its_task_and_the_rest_of_the_register_stays(
    root: Path, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = tmp_path / "older.tar.bz2"
    archive(older, {"lov.xml": document(ACT, chapter("10", "Elevar", section(
        "10-6", "Skolen skal følge opp alt fravær.", "Oppfølging"
    )))})
    before = (root / LAWS).read_text(encoding="utf-8")
    assert run(root, "law", "update", str(files), "--before", str(older), "--take", CHANGED) == 1
    assert (root / LAWS).read_text(encoding="utf-8") == before.replace(
        "      - paragraf: § 10-6\n", "      - paragraf: § 10-6\n        endret: 2026-01-01\n", 1
    ), "with its comments and its layout"
    task = yaml.safe_load((root / TASK).read_text(encoding="utf-8"))
    assert task["tekst_for"] == ["Skolen skal følge opp alt fravær."]
    assert task["tekst_etter"] == ["Skolen skal følge opp alt fravær skriftlig."]
    assert "tidlig-samtale" in task["anbefalinger"]
    capsys.readouterr()
    assert run(root, "check") == 0, capsys.readouterr().out
    assert run(root, "law", "update", str(files)) == 1
    assert CHANGED not in capsys.readouterr().out, "the register knows it now"


def test_all_of_it_is_taken_and_the_next_time_nothing_is_left(
    root: Path, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "law", "update", str(files), "--take-all") == 0
    law = yaml.safe_load((root / LAWS).read_text(encoding="utf-8"))["lover"][0]
    assert str(law["kontrollert"]["dato"]) == "2026-07-01"
    assert [one.get("overskrift") for one in law["paragrafer"][:2]] == ["Plikt", "Oppfølging"]
    capsys.readouterr()
    assert run(root, "law", "update", str(files)) == 0
    assert "Registeret sier det samme som filene." in capsys.readouterr().out


def test_status_tells_what_is_open_until_it_is_decided(
    root: Path, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(root, "law", "update", str(files), "--take-all")
    capsys.readouterr()
    assert run(root, "status") == 1
    said = capsys.readouterr().out
    assert "opplæringslova § 10-6: endret fra 1. januar 2026 – ny denne uka" in said
    assert "for tidlig-samtale" in said
    with (root / TASK).open("a", encoding="utf-8") as file:
        file.write(
            "avgjorelser:\n  - resultat: ingen-endring\n    grunn: Den sier det samme som før.\n"
            f"    av: Fagavdelingen\n    dato: {DAY}\n"
        )
    run(root, "status")
    assert "§ 10-6: endret" not in capsys.readouterr().out


def test_a_title_that_says_what_happened_is_not_followed_by_the_same(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(root, "guideline/oppgaver/kunnskap-prove.yml", (
        "id: kunnskap-prove\nslag: kunnskap\nhendelse: trukket\nfunnet: 2026-11-28\n"
        "tittel: «En studie» er trukket tilbake\nikraft: 2026-11-20\n"
        "anbefalinger:\n  - tidlig-samtale\n"
    ))
    run(root, "status")
    assert "  «En studie» er trukket tilbake 20. november 2026 – ny" in capsys.readouterr().out
    build_plain(root, as_of=date(2026, 11, 30))
    page = (root / "site/gjennomgang/index.html").read_text(encoding="utf-8")
    assert "er trukket tilbake</summary>" in page


def test_a_change_file_that_names_the_task_closes_it(
    root: Path, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(root, "guideline/bruk.md", "# Bruk\n\nSe [[opplæringslova § 10-6]].\n")
    edit(root, "guideline/guideline.yml", "sider:\n", "sider:\n  - bruk\n")
    assert run(root, "law", "update", str(files)) == 1
    said = capsys.readouterr().out
    assert "Oppgave for: tidlig-samtale" in said and "Også nevnt i: guideline/bruk.md" in said
    run(root, "law", "update", str(files), "--take-all")
    capsys.readouterr()
    assert run(root, "change", "tidlig-samtale", "--name", "prove") == 0
    assert f"  {CHANGED}  opplæringslova § 10-6" in capsys.readouterr().out
    put(root, "changelog/unreleased/samtale.yml", (
        "slag: presisert\nanbefalinger:\n  - tidlig-samtale\noppgaver:\n"
        f"  - {CHANGED}\nhva: Teksten følger den nye loven.\nhvorfor:\n  - type: annet\n"
        "    tekst: Loven er endret.\nbesluttet_av: Fagavdelingen\n"
        f"besluttet_dato: {DAY}\nvesentlig: false\n"
    ))
    (found,) = task_states(read_project(root))
    assert "tidlig-samtale" not in found.open and found.changes


def test_readers_see_what_is_open_what_was_decided_and_when_the_law_was_held(
    root: Path, files: Path
) -> None:
    page = "samarbeid-med-hjemmet/tidlig-samtale/index.html"
    build_plain(root, as_of=date(2026, 11, 30))
    assert "Sist holdt mot Lovdata" not in (root / "site" / page).read_text(encoding="utf-8")
    assert not (root / "site/gjennomgang/feed.xml").exists()
    run(root, "law", "update", str(files), "--take-all")
    build_plain(root, as_of=date(2026, 11, 30))
    said = (root / "site" / page).read_text(encoding="utf-8")
    assert "Sist holdt mot Lovdata 1. juli 2026." in said
    assert f"gjennomgang/#{CHANGED}" in said
    review = (root / "site/gjennomgang/index.html").read_text(encoding="utf-8")
    assert f'id="{CHANGED}"' in review and "følge opp alt fravær skriftlig" in review
    assert "<q>Oppfølgingsplikten gjelder alt fravær.</q>" in review, "our sentence"
    assert "<q>Skolen skal følge opp fravær (opplæringslova § 10-6).</q>" in review
    assert CHANGED in (root / "site/gjennomgang/feed.xml").read_text(encoding="utf-8")
    data = json.loads((root / "site/api/v1/nb/oppgaver.json").read_bytes())
    (task,) = data["oppgaver"]
    assert (task["tilstand"], task["ikraft"]) == ("åpen", "2026-01-01")
    with (root / TASK).open("a", encoding="utf-8") as file:
        file.write(
            "avgjorelser:\n  - resultat: ingen-endring\n    grunn: Den sier det samme som før.\n"
            "    av: Fagavdelingen\n    dato: 2026-11-30\n"
        )
    build_plain(root, as_of=date(2026, 11, 30))
    said = (root / "site" / page).read_text(encoding="utf-8")
    assert f"gjennomgang/#{CHANGED}" not in said
    review = (root / "site/gjennomgang/index.html").read_text(encoding="utf-8")
    assert "Den sier det samme som før." in review and "Fagavdelingen" in review


def test_another_register_is_only_shown(
    root: Path, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.yml"
    shutil.copy(root / LAWS, old)
    run(root, "law", "update", str(files), "--take-all")
    capsys.readouterr()
    assert run(root, "law", "update", str(files), "--register", str(old)) == 1
    assert CHANGED in capsys.readouterr().out
    assert run(root, "law", "update", str(files), "--register", str(old), "--take-all") == 2


def _repealed(folder: Path) -> Path:
    """Write files in which a section that a recommendation cites is repealed."""
    archive(folder / "gjeldende-lover.tar.bz2", {"lov.xml": document(
        ACT, chapter("10", "Elevar", section("10-6", "", "(Oppheva)", NOTE.replace(
            "Endra", "Oppheva"
        ))), dateInForce="2024-08-01",
    )})
    return folder


def test_a_repealed_section_is_looked_at_and_does_not_stop_the_site(
    root: Path, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build_plain(root, as_of=date(2026, 11, 30))
    assert run(root, "law", "update", str(_repealed(files)), "--take-all") == 0
    build_plain(root, as_of=date(2026, 11, 30))
    page = root / "site/samarbeid-med-hjemmet/tidlig-samtale/index.html"
    assert f"gjennomgang/#{CHANGED}" in page.read_text(encoding="utf-8"), "readers see it"
    review = (root / "site/gjennomgang/index.html").read_text(encoding="utf-8")
    assert "Det som er vedtatt" in review and "Teksten nå" not in review, "there is no text now"
    capsys.readouterr()
    assert run(root, "check") == 0
    assert "advarsel: opplæringslova § 10-6 gjelder ikke lenger" in capsys.readouterr().out
    (root / TASK).unlink()
    assert run(root, "check") == 1, "nobody looks at it"


def test_what_the_laws_were_held_against_is_written_in_nynorsk_too(
    root: Path, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(root, "guideline/guideline.yml", "sider:\n", (
        "sprak:\n  - id: nb\n    navn: Bokmål\n  - id: nn\n    navn: Nynorsk\nsider:\n"
    ))
    put(root, "guideline/laws.nn.yml", (
        "lover:\n  - id: opplæringslova\n    kontrollert:\n      mot: Andre filer\n"
        "oversatt_fra:\n  lover.opplæringslova.kontrollert.mot: 0123456789ab\n"
    ))
    run(root, "law", "update", str(files), "--take-all")
    data = yaml.safe_load((root / "guideline/laws.nn.yml").read_text(encoding="utf-8"))
    assert data["lover"][0]["kontrollert"]["mot"].startswith("Den opne samlinga"), data
    capsys.readouterr()
    assert run(root, "check") == 0
    assert "kontrollert.mot" not in capsys.readouterr().out, "nothing of it is old"


@pytest.mark.parametrize("name", ["finnes-ikke.tar.bz2", "notat.txt", "tom"])
def test_what_is_no_file_of_lovdata_is_said_to_be_so(
    root: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "tom":
        (tmp_path / name).mkdir()
    elif name == "notat.txt":
        (tmp_path / name).write_text("Et notat.", encoding="utf-8")
    assert run(root, "law", "update", str(tmp_path / name)) == 2
    assert name in capsys.readouterr().err


def test_the_folder_may_be_named_in_the_settings(
    root: Path, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "law", "update") == 2
    assert "lovdata: MAPPE" in capsys.readouterr().err
    put(root, "mkdocs.yml", (
        "site_name: A\ndocs_dir: guideline\ntheme: rettesnor\n"
        f"plugins:\n  - rettesnor: {{lovdata: ../{files.name}}}\n"
    ))
    assert run(root, "law", "update") == 1
    assert CHANGED in capsys.readouterr().out
