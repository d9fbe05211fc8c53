"""The texts of the interface: every one is in every catalogue, translated, and compiled."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import TemplateSyntaxError
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.i18n import LOCALE, SOURCE, catalogue, language
from rettesnor.rendering.scripts import words

from tests.support.guidelines import PROJECT

OTHERS = sorted(folder.name for folder in LOCALE.iterdir())
_FIELD = re.compile(r"%\(\w+\)s|\{\w*\}|%%")
_RENEW = "Run «make texts», and translate what is new."

Id = str | tuple[str, ...]


@cache
def in_code() -> frozenset[Id]:
    """Return the ids of all texts that the code and the templates hold."""
    mapping = tomllib.loads((PROJECT / "babel.toml").read_text(encoding="utf-8"))["mappings"]
    found = extract_from_dir(
        PROJECT / "site_plugins" / "rettesnor",
        [(one["pattern"], one["method"]) for one in mapping],
        {one["pattern"]: one for one in mapping},
    )
    return frozenset(message for _, _, message, _, _ in found)


@cache
def translations(code: str) -> Catalog:
    with open(catalogue(code).with_suffix(".po"), "rb") as stream:
        return read_po(stream)


def messages(code: str) -> list[Message]:
    return [message for message in translations(code) if message.id]


def id_of(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def forms(text: str | list[str] | tuple[str, ...]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_there_is_a_catalogue_of_nynorsk() -> None:
    assert "nn" in OTHERS


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_the_texts_of_the_code_and_no_others(code: str) -> None:
    known = {id_of(message) for message in messages(code)}
    assert sorted(map(str, in_code() - known)) == [], _RENEW
    assert sorted(map(str, known - in_code())) == [], _RENEW


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated_with_the_same_fields(code: str) -> None:
    for message in messages(code):
        said = forms(message.string)
        assert all(said) and not message.fuzzy, f"{message.id}: {_RENEW}"
        fields = {name for text in forms(message.id) for name in _FIELD.findall(text)}
        assert {name for text in said for name in _FIELD.findall(text)} == fields, message.id


@pytest.mark.parametrize("code", OTHERS)
def test_the_compiled_catalogue_is_fresh(code: str) -> None:
    made = BytesIO()
    write_mo(made, translations(code))
    assert catalogue(code).read_bytes() == made.getvalue(), _RENEW


def test_a_text_without_a_translation_is_said_in_bokmal() -> None:
    assert language("nn").gettext("Dette står ingen steder.") == "Dette står ingen steder."
    assert language("se").gettext("Kilder") == "Kilder"


def test_a_fixed_text_is_translated_and_escaped_as_any_other_text() -> None:
    template = environment.environment("nn").from_string(
        "{{ _('Kilder') }} {{ _('<b> & 100 %') }}"
    )
    assert template.render() == "Kjelder &lt;b&gt; &amp; 100 %"


def test_a_text_with_values_keeps_its_markup_and_escapes_the_values() -> None:
    template = environment.environment("nn").from_string(
        "{% trans version=v, day='i dag' %}Dette er <strong>versjon {{ version }}</strong> fra "
        "{{ day }}.{% endtrans %}"
    )
    html = template.render(v="<1>")
    assert "</strong> frå i dag." in html
    assert "<strong>versjon &lt;1&gt;</strong>" in html


def test_a_call_that_is_no_text_is_left_alone() -> None:
    env = environment.environment("nn")
    assert env.from_string("{{ _(word) }}").render(word="Kilder") == "Kjelder"
    with pytest.raises(TemplateSyntaxError):
        env.from_string("{{ _('Kilder' }}")


def test_scripts_get_their_words_in_the_language_of_the_page() -> None:
    assert "Lagret i denne nettleseren." in words("answer", SOURCE)
    assert "Lagra i denne nettlesaren." in words("answer", "nn")
    assert "<" not in words("history", "nn").removeprefix("<script").split(">", 1)[1][:-9]


def test_a_date_is_written_the_same_way_in_both_standards() -> None:
    assert environment.norwegian_date("2026-10-02") == "2. oktober 2026"
    assert environment.norwegian_date("2026-10-02", "nn") == "2. oktober 2026"
