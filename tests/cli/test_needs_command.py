"""``rettesnor needs``: what the hearing desk received, into the guideline's list and to tasks."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from rettesnor.cli.main import main

from tests.support.guidelines import build_plain, edit, put, sound_copy

FILE = "guideline/utvikling.yml"
DAY = "2026-11-30"
FIRST = {
    "id": "h-000001-1", "mottatt": "2026-11-02", "melder": "virksomhet", "navn": "Kommunen",
    "anbefalinger": ["tidlig-samtale", "borte"], "sak": "En ny oversikt er kommet.",
}
SECOND = {
    "id": "h-000002-1", "mottatt": "2026-11-03", "melder": "privatperson",
    "sak": "Rådet om møter er uklart.", "besvart": "2026-11-20", "avgjorelse": "ingen endring",
    "svar": "Rådet sier det samme som loven.",
}


def guideline(root: Path, adresse: str = "") -> Path:
    """Write a guideline that receives needs."""
    sound_copy(root)
    target = f"  adresse: {adresse}\n" if adresse else ""
    (root / FILE).write_text(f"mottak:\n  navn: Etaten\n{target}", encoding="utf-8")
    return root


def published(folder: Path, *needs: dict[str, Any], of: str = "") -> Path:
    """Write what a desk publishes."""
    id_ = of or yaml.safe_load(
        (folder / "guideline/guideline.yml").read_text(encoding="utf-8")
    )["id"]
    path = folder.with_name("behov.json")
    path.write_text(json.dumps({"retningslinje": id_, "meldinger": needs}), encoding="utf-8")
    return path


def run(root: Path, *words: str) -> int:
    """Run the command on a day."""
    return main(["needs", *words, "--root", str(root), "--date", DAY])


def listed(root: Path) -> list[dict[str, Any]]:
    """Return the guideline's own list."""
    found = yaml.load((root / FILE).read_text(encoding="utf-8"), yaml.BaseLoader)
    listed: list[dict[str, Any]] = found.get("meldinger", [])
    return listed


@contextmanager
def served(body: bytes, status: int = 200) -> Iterator[str]:
    """Serve ``body`` as a desk does, on loopback; yield the desk's address."""
    asked: list[str] = []

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
        assert set(asked) == {"/api/behov.json"}
    finally:
        server.shutdown()
        server.server_close()


def test_needs_are_taken_in_once_and_get_their_answer_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = guideline(tmp_path / "g")
    file = str(published(root, FIRST, SECOND))
    assert run(root, "update", file, "--dry-run") == 1 and listed(root) == []
    assert run(root, "update", file) == 1
    said = capsys.readouterr().out
    assert "2 nye behov, 0 nye svar." in said and "«borte» finnes ikke lenger" in said
    assert listed(root) == [{**FIRST, "anbefalinger": ["tidlig-samtale"]}, SECOND]
    before = (root / FILE).read_bytes()
    assert run(root, "update", file) == 0 and (root / FILE).read_bytes() == before
    answer = {"besvart": DAY, "avgjorelse": "endres", "svar": "Rådet blir skrevet om."}
    assert run(root, "update", str(published(root, {**FIRST, **answer}, SECOND))) == 1
    assert "0 nye behov, 1 nytt svar." in capsys.readouterr().out
    assert listed(root)[0] == {**FIRST, "anbefalinger": ["tidlig-samtale"], **answer}


def test_what_an_editor_has_written_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = guideline(tmp_path / "g")
    run(root, "update", str(published(root, FIRST, SECOND)))
    text = (root / FILE).read_text(encoding="utf-8")
    (root / FILE).write_text(text.replace("En ny oversikt er kommet.", "Ny oversikt."),
                             encoding="utf-8")
    redacted = {**FIRST, "sak": "En ■■■ er kommet.", "besvart": DAY, "avgjorelse": "endres",
                "svar": "Rådet blir skrevet om."}
    run(root, "update", str(published(root, redacted)))
    said = capsys.readouterr().out
    assert "sladdet  h-000001-1" in said and "borte    h-000002-1" in said
    assert [one["sak"] for one in listed(root)] == ["Ny oversikt.", SECOND["sak"]]


@pytest.mark.parametrize(("data", "said"), [
    (b"<html>", "ikke en liste over meldte behov"),
    (b'{"retningslinje": "annen", "meldinger": []}', "gjelder retningslinja «annen»"),
    (b'{"retningslinje": "%s", "meldinger": [{"id": "x"}]}', "mottatt"),
    (b'{"retningslinje": "%s", "meldinger": {}}', "ikke en liste over meldte behov"),
    (b"\xff\xfe", "UTF-8"),
])
def test_what_is_no_list_of_needs_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, said: str
) -> None:
    root = guideline(tmp_path / "g")
    id_ = json.loads(published(root).read_text(encoding="utf-8"))["retningslinje"]
    file = tmp_path / "fil.json"
    file.write_bytes(data.replace(b"%s", id_.encode()))
    assert run(root, "update", str(file)) == 2
    assert said in capsys.readouterr().err and listed(root) == []


def test_they_are_fetched_from_the_desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(published(guideline(tmp_path / "g"), FIRST).read_bytes()) as address:
        root = guideline(tmp_path / "g", address)
        assert run(root, "update") == 1 and len(listed(root)) == 1
    with served(b"", 503) as address:
        assert run(guideline(tmp_path / "h", address), "update") == 2
        assert "svarte 503" in capsys.readouterr().err
    assert run(guideline(tmp_path / "i"), "update") == 2
    assert "mottak.adresse" in capsys.readouterr().err


def test_nobody_is_asked_for_the_nynorsk_of_what_somebody_reported_and_the_page_marks_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = guideline(tmp_path / "g")
    edit(root, "guideline/guideline.yml", "sider:\n", (
        "sprak:\n  - id: nb\n    navn: Bokmål\n  - id: nn\n    navn: Nynorsk\nsider:\n"
    ))
    put(root, "guideline/utvikling.nn.yml", "mottak:\n  navn: Etaten\n")
    run(root, "update", str(published(root, FIRST)))
    run(root, "task", FIRST["id"])

    def lacks() -> str:
        capsys.readouterr()
        main(["check", "--root", str(root), "--date", DAY])
        return "".join(line for line in capsys.readouterr().out.splitlines() if "meldinger" in line)

    assert not lacks(), "the words of others stay as they are"
    build_plain(root, as_of=date(2026, 11, 30))
    marked = f'<span lang="nb">{FIRST["sak"]}</span>'
    assert marked in (root / "site/nn/behov/index.html").read_text(encoding="utf-8")
    review = (root / "site/nn/gjennomgang/index.html").read_text(encoding="utf-8")
    assert f'<span lang="nb">Meldt behov: {FIRST["sak"]}</span>' in review
    task = root / "guideline/oppgaver/behov-h-000001-1.yml"
    task.write_text(task.read_text(encoding="utf-8") + (
        "avgjorelser:\n  - resultat: ingen-endring\n    grunn: Det står der alt.\n"
        f"    av: Etaten\n    dato: {DAY}\n"
    ), encoding="utf-8")
    build_plain(root, as_of=date(2026, 11, 30))
    review = (root / "site/nn/gjennomgang/index.html").read_text(encoding="utf-8")
    assert '<span lang="nb">Det står der alt.</span>' in review
    edit(root, FILE, FIRST["sak"], f"{FIRST['sak']}\n    besvart: {DAY}\n"
         "    avgjorelse: ingen endring\n    svar: Vi endrer ikke rådet.")
    assert "svar" in lacks(), "the answer is the owner's own text"


def test_status_tells_of_needs_that_wait_and_of_searches_to_run_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = guideline(tmp_path / "g")
    run(root, "update", str(published(root, FIRST, {**SECOND, "id": "h-000003-1"})))
    put(root, FILE, (root / FILE).read_text(encoding="utf-8").replace(
        "navn: Etaten", "navn: Etaten\n  svarfrist_dager: 10"
    ) + "litteratursok:\n  - id: oversikter\n    tittel: Oversikter\n    sist_kjort: 2026-08-20\n"
        "    hver_maaned: 3\n")

    def said(day: str) -> str:
        capsys.readouterr()
        main(["status", "--root", str(root), "--date", day])
        return str(capsys.readouterr().out)

    first = said("2026-11-05")
    assert "h-000001-1: En ny oversikt" in first and "2. november 2026 – ny denne uka" in first
    assert "h-000003-1" not in first, "it is answered"
    assert "Lagrede søk" not in first and "svarfristen" not in first
    later = said(DAY)
    assert "2. november 2026 – svarfristen var 12. november 2026" in later
    assert "oversikter: Oversikter (sist kjørt 20. august 2026)" in later


def test_a_need_becomes_a_task_that_knows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = guideline(tmp_path / "g")
    run(root, "update", str(published(root, FIRST, SECOND)))
    assert run(root, "task", "h-000001-1") == 0
    task = yaml.safe_load(
        (root / "guideline/oppgaver/behov-h-000001-1.yml").read_text(encoding="utf-8")
    )
    assert (task["melding"], task["slag"], task["anbefalinger"]) == (
        "h-000001-1", "behov", ["tidlig-samtale"],
    )
    assert main(["check", "--root", str(root), "--date", DAY]) == 0
    for need, said in (("h-000001-1", "har alt oppgaven"), ("h-000002-1", "er alt besvart"),
                       ("annen", "finnes ikke")):
        assert run(root, "task", need) == 2
        assert said in capsys.readouterr().err
