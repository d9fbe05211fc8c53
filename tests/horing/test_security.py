"""The list gone by is OWASP ASVS 4.0.3, level 2; the numbers of its chapters stand by the tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rettesnor_horing import environment

from tests.horing import small
from tests.horing.conftest import Fill
from tests.horing.desk_server import SOURCE
from tests.horing.test_answering import text_of
from tests.horing.test_editors import user

PAGES = ["/", f"/{small.ROUND}/", f"/{small.ROUND}/svar/", "/personvern/", "/finnes-ikke/",
         "/skrivebord/login/", "/api/openapi.json", "/helse/"]


@pytest.mark.parametrize("page", PAGES)
def test_headers(desk: Any, page: str) -> None:
    """14.4: a strict policy, no sniffing, no framing, nothing kept by caches, and no referrer
    to others. With none at all browsers send «Origin: null», and nobody can sign in."""
    headers = desk.get(page).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_hold_nothing_inline(desk: Any, page: str) -> None:
    """14.4.3: what the policy refuses is not there to be refused."""
    text = text_of(desk.get(page))
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=\"", text)


@pytest.mark.parametrize("name", ["navn", "organisasjon", "hele", "rolle"])
def test_what_people_write_is_never_markup(fill: Fill, send: Any, desk: Any, name: str) -> None:
    """5.3.3."""
    attack = "\"><script>alert(1)</script>{{ 712345|add:1 }}"
    answer = desk.post(
        f"/{small.ROUND}/svar/", {**fill(**{"hele": "x", name: attack}), "handling": "forhandsvis"}
    )
    assert "<script>alert" not in text_of(answer)
    assert "712346" not in text_of(answer)
    assert "alert(1)" in text_of(answer) or name == "organisasjon"


def test_passwords_are_argon2(db: None) -> None:
    """2.4.1, with the costs of OWASP's Password Storage Cheat Sheet."""
    assert User(password="").check_password("") is False
    stored = user("leser").password
    assert stored.startswith("argon2$argon2id$")
    assert "m=19456,t=2,p=1" in stored


def test_the_desk_needs_a_token_and_a_login(fill: Fill, send: Any, desk: Any) -> None:
    """4.2.2 and 4.1.1."""
    send(fill(hele="Hei"))
    strict = Client(enforce_csrf_checks=True)
    address = "/skrivebord/horing/comment/1/change/"
    assert strict.get(address).status_code == 302
    strict.force_login(user("saksbehandler"))
    refused = strict.post(address, {"handling": "notat", "notat": "x"})
    assert refused.status_code == 403
    assert "last siden på nytt" in text_of(refused)


def test_cookies(desk: Any, fill: Fill) -> None:
    """3.4."""
    saved = desk.post(f"/{small.ROUND}/svar/", {**fill(hele="Hei"), "handling": "lagre"})
    cookie = saved.cookies["horing-utkast"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def _check(**variables: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HORING_")}
    names = {"DJANGO_SETTINGS_MODULE": "rettesnor_horing.settings", "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"]
    return subprocess.run(
        command, env={**kept, **names, **variables}, capture_output=True, text=True, timeout=60
    )


def test_deploy_check_is_clean() -> None:
    """14.1: with nothing but a secret set, the settings are those of a real site."""
    checked = _check(HORING_SECRET_KEY="q7" * 40 + "abcdefghijkl")
    assert checked.returncode == 0, checked.stderr


def test_no_secret_no_start() -> None:
    """6.4.1: secrets come from the environment, and there is none to fall back on."""
    assert "HORING_SECRET_KEY" in _check().stderr


def test_databases_by_address() -> None:
    made = environment.database("postgres://me:p%40ss@db:5433/desk")
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"], made["NAME"]) == (
        "me", "p@ss", "db", "5433", "desk")
    assert "synchronous_commit=on" in made["OPTIONS"]["options"]
    sqlite = environment.database("sqlite:////var/desk.sqlite3")
    assert sqlite["NAME"] == "/var/desk.sqlite3"
    assert "synchronous=FULL" in sqlite["OPTIONS"]["init_command"]


def test_no_debug_leftovers() -> None:
    """14.3.2."""
    source = Path(SOURCE / "rettesnor_horing")
    for path in source.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\bprint\(|breakpoint\(|DEBUG = True|pdb", text), path
