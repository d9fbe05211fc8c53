"""The desk in nynorsk: every text is translated, and the switch changes all pages."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from rettesnor.reading.schema.validate import KINDS
from rettesnor_editor.extract import schemas, templates
from rettesnor_editor.views.common_problems import SENTENCES, pattern

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


_NO_FORM = frozenset({
    "accessibility", "catalogue", "findings", "hearing-result", "plan-conflicts", "practice",
    "publish", "release", "self-check-sheet",
})
"""Kinds of file that have no form at the desk: commands and other systems write them."""


def test_the_help_of_every_form_is_extracted() -> None:
    mapping = tomllib.loads((DESK / "babel.toml").read_text(encoding="utf-8"))["mappings"]
    extracted = {one["pattern"] for one in mapping if one["method"] == "schema"}
    kinds = {one for one in KINDS if not one.endswith(".oversettelse")}
    assert extracted == {f"{kind}.schema.json" for kind in kinds - _NO_FORM}


def test_translations_have_the_same_fields(catalogue: Catalog) -> None:
    for one in catalogue:
        if one.id:
            assert sorted(_FIELD.findall(str(one.id))) == sorted(_FIELD.findall(str(one.string)))


def test_the_catalogue_is_compiled(catalogue: Catalog) -> None:
    made = BytesIO()
    write_mo(made, catalogue)
    assert PO.with_suffix(".mo").read_bytes() == made.getvalue(), "Run «make texts»."


_WORD = re.compile(r"[A-Za-zÆØÅæøå]{2,}")
_TAG = re.compile(
    r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%\s*comment.*?endcomment\s*%}"
    r"|{% block (?:width|here) %}.*?{% endblock %}|{%.*?%}|{{.*?}}", re.S,
)
_ATTRIBUTE = re.compile(r'\b(?:aria-label|title|alt|placeholder|data-confirm)="([^"]*)"')
_SAME = frozenset({"Word", "kl."})
_SWITCH = frozenset({"Vis skrivebordet på bokmål", "Vis skrivebordet på nynorsk"})
"""Each in the language that it switches to."""


_TEMPLATES = sorted(DESK.glob("templates/**/*.html"))


def untranslated(template: str) -> Iterator[str]:
    """Yield the words of a template that are the same in every language."""
    bare = _TAG.sub("\0", template)
    shown = [one[1] for one in _ATTRIBUTE.finditer(bare)]
    for piece in [*shown, *re.split(r"<[^>]*>", bare)]:
        yield from (one.strip() for one in piece.split("\0") if _WORD.search(one))


@pytest.mark.parametrize("template", _TEMPLATES, ids=lambda one: one.name)
def test_every_template_is_translated(template: Path) -> None:
    assert not set(untranslated(template.read_text(encoding="utf-8"))) - _SAME - _SWITCH


_WORDS = re.compile(r"[A-Za-zæøå]+ [a-zæøå]+")
_CODE = re.compile(r"<|%[dY]|\b(?:CREATE|DELETE|INSERT|PRAGMA|SELECT|UPDATE)\b")
_STORED = frozenset({
    " er endret.", "Hentet inn det som er nytt i retningslinja.",
    "Satt sammen med endringer fra Git.", "Endringer fra Git som må settes sammen for hånd",
    "Filene slik de var da historikken begynte.",
    "Kan skrive i saker", "Kan godkjenne det andre har skrevet", "Kan gi ut og publisere",
})
"""In the history and the database, which are in one language whoever reads them."""
_OF_COMMANDS = frozenset({
    "Ingenting å publisere.", "«Den som blir igjen»", "«I stedet»", "«I stedet» tomt",
})
"""In messages of the commands, which are in bokmål."""


def bare_texts(module: ast.Module) -> Iterator[str]:
    """Yield the sentences of a module that nothing marks as texts to translate."""
    known: set[ast.AST] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            known.add(node.value)  # docstrings
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and (
            node.func.id in ("say", "N_")
        ):
            known |= {*ast.walk(node)}
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            known -= {*ast.walk(node)}  # «make texts» does not look inside
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in known
            and _WORDS.search(node.value) and not _CODE.search(node.value)
        ):
            yield node.value


@pytest.mark.parametrize("folder", ["deeds", "store", "team", "team/views", "views"])
def test_every_message_is_translated(folder: str) -> None:
    found = {
        text for path in sorted((DESK / folder).glob("*.py"))
        for text in bare_texts(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert not found - _STORED - _OF_COMMANDS


@pytest.mark.parametrize("text, said", [
    ("<p>Ny sak</p>", "Ny sak"), ('<p data-confirm="Vil du?">{{ x }}</p>', "Vil du?"),
    ('{% translate "Ny" %} sak', "sak"),
])
def test_what_is_not_translated_is_found(text: str, said: str) -> None:
    assert [*untranslated(text)] == [said]
    assert [*bare_texts(ast.parse('page(title="Ny sak", text=say("En sak"))'))] == ["Ny sak"]


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


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_common_sentence_is_what_the_check_says(sentence: str, catalogue: Catalog) -> None:
    """The golden cases of the check have it, and nynorsk has another."""
    said = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests/cases/check").glob("*.yml")
    )
    assert pattern(sentence).search(said)
    message = catalogue.get(sentence)
    assert message is not None and message.string not in ("", sentence)


def test_a_common_sentence_keeps_what_varies(catalogue: Catalog) -> None:
    for sentence in SENTENCES:
        fields = {name: f"«{name}»" for name in pattern(sentence).groupindex}
        found = pattern(sentence).fullmatch(sentence.format(**fields))
        assert found is not None and found.groupdict() == fields
