"""The desk in nynorsk: every text is translated, and the switch changes all pages."""

from __future__ import annotations

import re
import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from rettesnor_editor.extract import schemas, templates

from tests.editor.desk_server import Server

ROOT = Path(__file__).resolve().parents[2]
DESK = ROOT / "site_plugins" / "rettesnor_editor"
PO = DESK / "locale/nn/LC_MESSAGES/django.po"
_FIELD = re.compile(r"%\(\w+\)s|\{\w*\}")
_RENEW = "Run «make texts», and translate what is new."
_METHODS: dict[str, Any] = {"django": templates, "schema": schemas}


def in_code() -> set[str]:
    mapping = tomllib.loads((DESK / "babel.toml").read_text(encoding="utf-8"))["mappings"]
    methods = [(one["pattern"], _METHODS.get(one["method"], one["method"])) for one in mapping]
    return {
        message for folder in (DESK, ROOT / "schema")
        for _, _, message, _, _ in extract_from_dir(
            folder, methods, keywords={"say": None, "N_": None, "gettext": None}
        ) if message
    }


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as stream:
        return read_po(stream)


def test_every_text_is_translated(catalogue: Catalog) -> None:
    assert {str(one.id) for one in catalogue if one.id} == in_code(), _RENEW
    assert not [one.id for one in catalogue if one.id and not one.string], _RENEW


def test_translations_have_the_same_fields(catalogue: Catalog) -> None:
    for one in catalogue:
        if one.id:
            assert sorted(_FIELD.findall(str(one.id))) == sorted(_FIELD.findall(str(one.string)))


def test_the_catalogue_is_compiled(catalogue: Catalog) -> None:
    made = BytesIO()
    write_mo(made, catalogue)
    assert PO.with_suffix(".mo").read_bytes() == made.getvalue(), "Run «make texts»."


def test_the_switch_is_kept_in_a_cookie(desk: Server) -> None:
    other = Server(desk.root, desk.port, desk.process, dict(desk.cookies))
    assert '<html lang="nb">' in other.get("/").text
    form = other.form("/")
    answer = other.post("/sprak/", {**form, "language": "nn", "next": "/liste/kilde/"})
    assert answer.status == 302 and answer.headers["Location"] == "/liste/kilde/"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Max-Age" in cookie
    plan = other.get("/rediger/anbefaling/skriftlig-plan/").text
    for said in (
        '<html lang="nn">', "Slik ser lesarane sida", "Kunnskapsgrunnlag", "Legg til",
        "Ny kjelde", "(valfritt)", '"bold": "Feit"', "Kven tilrådinga rettar seg til",
    ):
        assert said in plan, said
    for bokmal in ("Slik ser leserne", "Ny kilde", "(valgfritt)", "Forkast utkastet?\">"):
        assert bokmal not in plan, bokmal
    assert "Ny tilråding" in other.get("/gjor/ny/").text
    away = other.post("/sprak/", {**form, "language": "nb", "next": "https://ond.example/"})
    assert away.headers["Location"] == "/"
