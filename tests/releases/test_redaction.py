"""Taking personal data out of records: gone everywhere, and everything else is still proved."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rettesnor.publishing.output import atomic_swap as place
from rettesnor.releases import redaction
from rettesnor.releases import removals as removal
from rettesnor.releases.verify import Verdict, verify

from tests.support.past_site import PastSite
from tests.support.release_case import SECOND, fragment

NAME = "Kari Xyzzyquux"
WORD = b"xyzzyquux"
WHY = ("--by", "Utdanningsdirektoratet", "--reason", "Navnet på en elev ble tatt med ved en feil.",
       "--basis", "Personvernforordningen artikkel 17 nr. 1 bokstav d")
RECORD = "recommendations/skole/registrering.yml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases with a name in a recommendation, in a page and in a fragment, and their site."""
    case = PastSite(tmp_path_factory.mktemp("redact"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        case.replace("guideline/om.md", "laget", f"laget av {NAME}")
        name_in(case)
        assert case.release("1.0.0", "2026-11-22") == 0
        case.revise()
        if NAME not in case.text(RECORD):
            name_in(case)
        path = "changelog/unreleased/plan-er-plikt.yml"
        case.write(path, f"# Etter samtale med {NAME}.\n" + case.text(path))
        case.replace(path, "uker.", "uker. Kari\n  Xyzzyquux ba om dette.")
        assert case.release(*SECOND) == 0
        case.build()
    return case.root


def name_in(case: PastSite) -> None:
    case.replace(RECORD, "Vi vurderer", f"{NAME} og vi vurderer")


@pytest.fixture
def case(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PastSite:
    """A copy, with the name taken out of the files that are built."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    shutil.copytree(made, tmp_path / "g")
    case = PastSite.at(tmp_path / "g")
    for path in ("guideline/om.md", RECORD):
        case.write(path, case.text(path).replace(NAME, redaction.MARK))
    return case


def holding(root: Path) -> Iterator[str]:
    """Yield the files below ``root`` that hold the name in any form."""
    for path in sorted(root.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if path.suffix == ".gz":
                data = gzip.decompress(data)
            if WORD in data.lower():
                yield path.relative_to(root).as_posix()


def looked(case: PastSite) -> Verdict:
    return verify(case.root, None, "2.0.0")


def test_the_name_is_where_it_is_thought_to_be(made: Path) -> None:
    found = [*holding(made)]
    assert {f"changelog/{v}/snapshot.json" for v in ("1.0.0", "2.0.0")} <= {*found}
    assert "changelog/2.0.0/release.yml" in found
    assert "changelog/2.0.0/fragments/plan-er-plikt.yml" in found
    assert any(p.startswith("site/v/1.0.0/") for p in found)
    assert any(p.startswith("site/api/") for p in found)
    assert any(p.startswith(".rettesnor/") for p in found)


def test_a_text_is_taken_out_of_everything(case: PastSite, capsys: Any) -> None:
    urls = case.text("changelog/urls.txt")
    before = {p: (case.root / p).read_bytes() for p in ("changelog/1.0.0/manifest.json",
                                                       "changelog/2.0.0/manifest.json")}
    answers = case.answers()
    assert case.run("redact", "--text", NAME, "--date", "2027-05-01", *WHY) == 0
    said = capsys.readouterr().out
    assert NAME not in said and "build --full" in said
    assert [p for p in holding(case.root) if not p.startswith("site/")] == []
    assert not case.build().faults
    place.settle()
    assert [*holding(case.root)] == []
    assert redaction.MARK in case.words("v/1.0.0/om")
    assert looked(case).faults == ()
    assert {p: (case.root / p).read_bytes() for p in before} == before
    assert case.text("changelog/urls.txt") == urls
    assert answers <= case.answers()


def test_verify_reports_each_removal_and_nothing_else_passes(
    case: PastSite, capsys: Any
) -> None:
    old = (case.root / "changelog/1.0.0/snapshot.json").read_bytes()
    assert case.run("redact", "--text", NAME, *WHY) == 0
    capsys.readouterr()
    assert case.run("verify") == 0
    said = capsys.readouterr().out
    assert "Fjernet" in said and "artikkel 17" in said and "1.0.0, 2.0.0" in said
    (case.root / "changelog/1.0.0/snapshot.json").write_bytes(old)
    assert any("1.0.0/snapshot.json" in f.path for f in looked(case).faults)
    assert not case.build(day=date(2027, 5, 2)).pages


def test_a_notice_cannot_be_changed_or_taken_away(case: PastSite) -> None:
    assert case.run("redact", "--text", NAME, *WHY) == 0
    path = case.root / "changelog" / removal.NAME
    whole = path.read_bytes()
    for number in range(0, len(whole), 7):
        flipped = bytearray(whole)
        flipped[number] ^= 1
        path.write_bytes(flipped)
        assert looked(case).faults, number
    path.unlink()
    assert looked(case).faults
    path.write_bytes(whole)
    assert not looked(case).faults


def test_a_release_afterwards_holds_on_to_the_notice(case: PastSite) -> None:
    assert case.run("redact", "--text", NAME, *WHY) == 0
    assert case.run("status") in (0, 1)
    case.write("guideline/om.md", case.text("guideline/om.md") + "\nEt avsnitt til.\n")
    case.write("changelog/unreleased/x.yml", fragment("redaksjonell", "ramme: [tekstsider]"))
    assert case.release("2.0.1", "2027-06-01") == 0
    assert verify(case.root, None, "2.0.1").faults == ()
    manifest = json.loads((case.root / "changelog/2.0.1/manifest.json").read_bytes())
    assert manifest["fjernet"] == removal.read(case.root / "changelog").head
    listed = manifest["anbefalinger"]["registrering"]
    assert listed["versjon"] != "2.0.1"  # nothing in it was changed after the removal
    empty = removal.dump(removal.Removals())
    (case.root / "changelog" / removal.NAME).write_bytes(empty)
    assert any("fjerning" in f.says for f in verify(case.root, None, "2.0.1").faults)


def test_a_second_removal_works(case: PastSite, capsys: Any) -> None:
    assert case.run("redact", "--text", NAME, *WHY) == 0
    assert case.run("redact", "--text", "ba om dette", *WHY) == 0
    assert looked(case).faults == ()
    assert len(looked(case).removals.notices) == 2
    assert case.run("redact", "--text", "ba om dette", *WHY) == 1
    assert "Ingen utgave har det" in capsys.readouterr().err


def test_a_rehearsal_changes_nothing(case: PastSite, capsys: Any) -> None:
    before = case.tree()
    capsys.readouterr()
    assert case.run("redact", "--text", NAME, "--dry-run", *WHY) == 0
    said = capsys.readouterr().out
    assert "changelog/1.0.0/snapshot.json: " in said and "Ville endret" in said
    assert "xyzzyquux" not in said.lower()
    assert case.tree() == before


@pytest.mark.parametrize("arguments", [
    ("--text", NAME), ("--text", "ab", *WHY), WHY, ("--text", NAME, *WHY[:-1], f"Loven om {NAME}"),
    ("--text", "registrering", *WHY), ("--text", NAME, "--key", "mangler.pem", *WHY),
])
def test_what_cannot_be_done_changes_nothing(
    case: PastSite, arguments: tuple[str, ...], capsys: Any
) -> None:
    before = case.tree()
    assert case.run("redact", *arguments) == 2
    assert capsys.readouterr().err.startswith("rettesnor: ")
    assert case.tree() == before


def test_what_would_be_published_again_is_named(case: PastSite, capsys: Any) -> None:
    case.write(RECORD, case.text(RECORD).replace(redaction.MARK, "Kari\n    Xyzzyquux"))
    before = case.tree()
    assert case.run("redact", "--text", NAME, *WHY) == 1
    assert RECORD in capsys.readouterr().err
    assert case.tree() == before


def test_a_removal_that_is_stopped_is_whole_or_not_at_all(
    case: PastSite, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """Stopped at each rename in turn, and finished afterwards, it comes to the same bytes."""
    replaced = os.replace
    untouched = case.tree()
    shutil.copytree(case.root, case.root.parent / "whole")
    whole = PastSite.at(case.root.parent / "whole")
    assert whole.run("redact", "--text", NAME, "--date", "2027-05-01", *WHY) == 0
    wanted = {p: d for p, d in whole.tree().items() if p.startswith("changelog/")}
    number = 0
    while True:
        copy = PastSite.at(case.root.parent / f"stopped-{number}")
        shutil.copytree(case.root, copy.root)
        left = [number]

        def stop(source: Any, target: Any, left: list[int] = left) -> None:
            if left[0] == 0 and "changelog" in str(target):
                raise OSError("stopped")
            left[0] -= "changelog" in str(target)
            replaced(source, target)

        monkeypatch.setattr(os, "replace", stop)
        status = copy.run("redact", "--text", NAME, "--date", "2027-05-01", *WHY)
        monkeypatch.setattr(os, "replace", replaced)
        if status == 0:
            break
        if number:
            assert copy.run("status") == 2
            assert "--resume" in capsys.readouterr().err
            assert any("avbrutt" in f.says for f in looked(copy).faults)
        else:
            assert not looked(copy).faults
        assert copy.run("redact", "--resume") == 0
        if not number:
            assert copy.tree() == untouched
            assert copy.run("redact", "--text", NAME, "--date", "2027-05-01", *WHY) == 0
        left_now = {p: d for p, d in copy.tree().items() if p.startswith("changelog/")}
        assert left_now == wanted
        number += 1
    assert number > 3
