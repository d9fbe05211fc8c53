"""Addresses out of the site: all are found where they stand, and asked politely."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from rettesnor.cli.main import main
from rettesnor.publishing.tools import external_links as addresses
from rettesnor.publishing.tools.external_links import PAUSE, Answer, Use, Visitor, ask, check, uses
from rettesnor.reading.content.guideline import read_guideline

from tests.support.guidelines import PROJECT, put, sound_copy

ROBOTS = b"User-agent: *\nDisallow: /closed-to-programs/\n"


class Odd(BaseHTTPRequestHandler):
    """Answers as servers on the web do, one kind for each path."""

    def do_HEAD(self) -> None:
        self._answer(405 if self.path == "/no-head" else self._status())

    def do_GET(self) -> None:
        self._answer(self._status())

    def _status(self) -> int:
        known = {"/gone": 404, "/left": 410, "/closed": 403, "/moved": 301, "/way": 302,
                 "/ill": 503, **({} if ROBOTS else {"/robots.txt": 503})}
        return known.get(self.path, 200)

    def _answer(self, status: int) -> None:
        body = ROBOTS if self.path == "/robots.txt" else b""
        if self.path == "/slow":
            time.sleep(1)
        with suppress(BrokenPipeError):
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", "/new")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Odd) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_address[1]}"
        made.shutdown()


def found_in(tmp_path: Path, text: str) -> list[Use]:
    """Return the uses in a file with ``text``."""
    put(tmp_path, "guideline/om.md", text)
    return uses(tmp_path, None)


@pytest.mark.parametrize(("text", "address"), [
    ("Se [her](https://x.no/a).", "https://x.no/a"),
    ("Se https://x.no/a_(b), og mer", "https://x.no/a_(b)"),
    ("lenke: 'https://x.no/å?b=c&d#e'", "https://x.no/å?b=c&d#e"),
    ("  DOI: 10.1111/josh.13168", "https://doi.org/10.1111/josh.13168"),
    ("<https://x.no/>", "https://x.no/"),
])
def test_an_address_ends_where_it_ends(tmp_path: Path, text: str, address: str) -> None:
    assert found_in(tmp_path, f"\n{text}\n") == [Use(address, "guideline/om.md", 2)]


def test_law_sections_have_addresses_of_their_own(tmp_path: Path) -> None:
    laws = (PROJECT / "guideline/laws.yml").read_text(encoding="utf-8").splitlines()
    found = uses(PROJECT, read_guideline(PROJECT).guideline)
    sections = [use for use in found if "%C2%A7" in use.address]
    assert sections
    for use in sections:
        assert use.address.rpartition("%C2%A7")[2] in laws[use.line - 1]


@pytest.mark.parametrize(("path", "status"), [
    ("/", "virker"), ("/no-head", "virker"), ("/gone", "borte"), ("/closed", "stengt"),
    ("/moved", "flyttet"), ("/ok#anchor", "virker"), ("/left", "borte"), ("/way", "virker"),
    ("/ill", "taus"), ("/closed-to-programs/a", "robot"),
])
def test_what_servers_answer(server: str, path: str, status: str) -> None:
    assert Visitor(private=True)(server + path).status == status


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://[", "http://x.invalid./"])
def test_what_does_not_answer_is_not_gone(address: str) -> None:
    assert Visitor()(address).status == "taus"


def test_a_slow_server_and_a_wrong_certificate_are_said_to_be_that(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "TIMEOUT", 0.3)
    slow = ask(f"{server}/slow", private=True)
    assert slow.status == "taus" and "svarte ikke innen" in slow.detail
    plain = ask(server.replace("http:", "https:"), private=True)
    assert plain.status == "taus" and "sikker forbindelse" in plain.detail


@pytest.mark.parametrize("address", [
    "http://169.254.169.254/latest/meta-data/", "http://localhost/", "http://[::1]/",
    "http://10.0.0.1",
    "http://2130706433/", "http://0x7f.1/", "http://metadata.google.internal/", "http://intranett/",
])
def test_machines_behind_the_firewall_are_never_asked(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "build_opener", pytest.fail)
    answer = ask(address)
    assert answer.status == "taus" and "lokalt nett" in answer.detail


def test_a_redirect_to_a_machine_behind_the_firewall_is_not_followed(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = addresses._refuse_private
    monkeypatch.setattr(
        addresses, "_refuse_private",
        lambda address: None if address.endswith("/moved") else refused(address),
    )
    assert "lokalt nett" in ask(f"{server}/moved").detail


def test_sources_that_are_gone_become_tasks_and_every_answer_is_kept(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root, kept = sound_copy(tmp_path / "g"), tmp_path / "svar.csv"
    entries = "".join(
        f"  - id: prove-{path}\n    type: webpage\n    title: En side om {path}\n"
        f"    URL: {server}/{path}\n" for path in ("gone", "ill", "moved", "ok")
    )
    put(root, "guideline/sources.yml", f"references:\n{entries}")
    monkeypatch.setattr(addresses, "Visitor", partial(Visitor, private=True))
    monkeypatch.setattr(addresses, "PAUSE", 0)
    arguments = ["evidence", "links", "--root", str(root), "--to", str(kept)]
    assert main([*arguments, "--date", "2026-11-30", "--dry-run"]) == 1
    said = capsys.readouterr().out
    assert "4 adresser: 1 virker, 1 flyttet, 1 svarer ikke nå, 1 finnes ikke." in said
    assert "prove-gone svarer ikke" not in said and "prove-ill: " in said
    rows = kept.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "kilde;adresse;svar;detalj;spurt"
    assert f"prove-gone;{server}/gone;finnes ikke;404;2026-11-30" in rows and len(rows) == 5


def test_hosts_take_turns_and_none_is_asked_twice_without_a_pause() -> None:
    asked: list[str] = []
    pauses: list[float] = []
    clock = [0.0]

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        clock[0] += seconds

    def answer(address: str) -> Answer:
        asked.append(address)
        clock[0] += 0.25
        return Answer(address, "virker")

    given = ["http://a/1", "http://a/2", "http://a/3", "http://b/1", "http://a/1"]
    assert len([*check(given, answer, pause, lambda: clock[0])]) == 4
    assert asked == ["http://a/1", "http://b/1", "http://a/2", "http://a/3"]
    assert pauses == [PAUSE - 0.25, PAUSE], "also where another host was asked in between"


def test_a_host_in_trouble_is_asked_ever_more_seldom_and_then_left_alone() -> None:
    pauses: list[float] = []

    def answer(address: str) -> Answer:
        return Answer(address, "taus" if "ill" in address else "virker", "503" * ("ill" in address))

    given = [f"http://ill/{number}" for number in range(5)] + ["http://well/1"]
    found = {one.address: one for one in check(given, answer, pauses.append, lambda: 0.0)}
    assert pauses == [2 * PAUSE, 4 * PAUSE]
    assert [found[f"http://ill/{number}"].detail for number in range(3)] == ["503"] * 3
    assert all(found[f"http://ill/{n}"].detail.startswith("ikke spurt") for n in (3, 4))
    assert {found[one].status for one in given[:5]} == {"taus"}, "none of them is gone"
    assert found["http://well/1"].status == "virker"


def test_the_pause_that_a_host_asks_for_is_kept_and_has_an_end() -> None:
    pauses: list[float] = []
    wanted = {"http://a/2": 10.0, "http://a/3": 86_400.0}
    given = ["http://a/1", "http://a/2", "http://a/3"]
    list(check(given, lambda one: Answer(one, "virker"), pauses.append, lambda: 0.0,
               lambda one: wanted.get(one, 0.0)))
    assert pauses == [10.0, 60.0]


def test_what_robots_txt_says_of_pauses_and_of_trouble(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(private=True)
    assert visitor.asked_for(f"{server}/there") == 0
    monkeypatch.setattr(f"{__name__}.ROBOTS", b"User-agent: *\nCrawl-delay: 7\n")
    visitor(f"{server}/there")
    assert visitor.asked_for(f"{server}/there") == 7
    monkeypatch.setattr(f"{__name__}.ROBOTS", b"")
    again = Visitor(private=True)
    assert again(f"{server}/there") == Answer(f"{server}/there", "taus", "503")
    assert again.asked_for(f"{server}/there") == 0


def test_the_list_is_a_table_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sound_copy(tmp_path)
    assert main(["links", "--csv", "--root", str(root)]) == 0
    head, first, *_ = capsys.readouterr().out.splitlines()
    assert head == "adresse,fil,linje"
    assert first.startswith("http")
