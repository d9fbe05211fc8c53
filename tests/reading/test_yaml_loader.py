"""The strict loader for YAML: what it refuses and where, what it reads and as what."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from rettesnor.reading.yaml.loader import MAX_DEPTH, MAX_NODES, Pointer, load, marks

PATH = "recommendations/kompetanse/relevant.yml"


def refusal(text: str) -> tuple[str, int, int]:
    """Return code and place of the one problem with ``text``."""
    data, problems = load(text, PATH)
    assert data is None
    (problem,) = problems
    assert problem.path == PATH and problem.message and problem.hint
    return problem.code, problem.line, problem.column


def value(text: str) -> Any:
    data, problems = load(f"felt: {text}\n", PATH)
    assert not problems
    return data["felt"]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("id: a\ntekst: *b\n", "yaml-alias", 2, 8),
        ("id: a\n*b : c\n", "yaml-alias", 2, 1),
        ("id: a\ntekst: &b c\n", "yaml-anker", 2, 8),
        ("liste: &b\n  - c\n", "yaml-anker", 1, 8),
        ("&b id: a\n", "yaml-anker", 1, 1),
        ("tekst: !!python/object:os.system a\n", "yaml-tagg", 1, 8),
        ("tekst: !egen a\n", "yaml-tagg", 1, 8),
        ("liste: !!set {a}\n", "yaml-tagg", 1, 8),
        ("id: a\n<<: {b: c}\n", "yaml-flettenokkel", 2, 1),
        ("id: a\n---\nid: b\n", "yaml-flere-dokumenter", 2, 1),
        ("id: a\nliste:\n  - navn: b\n    navn: c\n", "yaml-dobbel-nokkel", 4, 5),
        ("id: a\nId: b\n", "yaml-dobbel-nokkel", 2, 1),
        ("id: a\n'id': b\n", "yaml-dobbel-nokkel", 2, 1),
        ("id: a\nmålgrupper: b\n", "yaml-nokkel", 2, 1),
        ("ｉｄ: a\n", "yaml-nokkel", 1, 1),
        ("id: a\n'': b\n", "yaml-nokkel", 2, 1),
        ("id: a\n? [b, c]\n: d\n", "yaml-nokkel", 2, 3),
        ("id: a\n? {b: c}\n: d\n", "yaml-nokkel", 2, 3),
        ("id: a\n\ttekst: b\n", "yaml-syntaks", 2, 1),
        ("tekst: a: b\n", "yaml-syntaks", 1, 9),
        ("tekst: 'a\n", "yaml-syntaks", 1, 8),
        ("liste: [a, b\n", "yaml-syntaks", 1, 8),
        ("a: b\nstatus høring\nliste:\n  - a\n", "yaml-syntaks", 2, 1),
        ("a: b\nbegrunnelse\n  tekst: c\n", "yaml-syntaks", 2, 1),
        ("tekst: `a`\n", "yaml-syntaks", 1, 8),
        ("tekst: Tiltak #1 og 2\n", "yaml-kommentar", 1, 15),
        ("liste:\n  - a\n    b  #2\n", "yaml-kommentar", 3, 8),
        ("tekst: %a\n", "yaml-syntaks", 1, 8),
        ('tekst: "\\ud800"\n', "yaml-syntaks", 1, 11),
    ],
)
def test_refused_with_its_place(text: str, code: str, line: int, column: int) -> None:
    assert refusal(text) == (code, line, column)


@pytest.mark.parametrize(
    ("written", "place"),
    [(r"\u202e", 15), (r"\u200b", 15), (r"\x02", 15), (r"\0", 15), (r"\L", 15), (r"\uFEFF", 15)],
)
def test_hidden_characters_do_not_come_in_by_escapes(written: str, place: int) -> None:
    assert refusal(f'id: a\ntekst: "snill{written}elev"\n')[:2] == ("skjult-tegn", 2)
    assert refusal(f'id: a\n"snill{written}elev": b\n')[0] in ("skjult-tegn", "yaml-nokkel")


def test_letters_in_parts_become_one_when_written_as_escapes() -> None:
    assert value(r'"a\u030a"') == "å"


def test_ordinary_escapes_are_let_in() -> None:
    assert value(r'"a\n\tb \"c\" \xe5 \\"') == 'a\n\tb "c" å \\'


def test_the_first_place_of_a_double_key_is_named() -> None:
    _, (problem,) = load("id: a\n\nID: b\n", PATH)
    assert "«ID»" in problem.message and "linje 1" in problem.message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"), ("~", "~"),
        ("True", "True"), ("NULL", "NULL"), ("22:22", "22:22"), ("1.10", "1.10"), ("010", "010"),
        ("0x1F", "0x1F"), ("1_000", "1_000"), ("1e3", "1e3"), (".inf", ".inf"), ("+1", "+1"),
        ("2026-10-02", "2026-10-02"), ("2026-10-02T10:00:00Z", "2026-10-02T10:00:00Z"),
        ("=", "="), ("'true'", "true"), ('"12"', "12"), ("|\n  12", "12\n"), ("", None),
        ("true", True), ("false", False), ("null", None), ("0", 0), ("-7", -7), ("2026", 2026),
        ("12345678901234567890", "12345678901234567890"), ("-0", 0), ("§ 10-6", "§ 10-6"),
    ],
)
def test_only_words_and_plain_integers_are_resolved(written: str, meant: object) -> None:
    read = value(written)
    assert (type(read), read) == (type(meant), meant)


@pytest.mark.parametrize("text", ["", "# bare en kommentar\n", "---\n"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert load(text, PATH) == (None, [])


def test_depth_is_bounded() -> None:
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert load(deepest, PATH)[1] == []
    assert refusal(f"[{deepest}]") == ("yaml-for-dyp", 1, MAX_DEPTH + 1)


@pytest.mark.parametrize("start", ["[", "{", "- ", "? ", "[{a: ", "{a: ["])
def test_deep_nesting_is_refused_before_the_parser_is_hurt(start: str) -> None:
    assert refusal(start * 25_000)[0] in ("yaml-for-dyp", "yaml-nokkel")


def test_the_number_of_values_is_bounded() -> None:
    fits = "- a\n" * (MAX_NODES - 1)
    assert load(fits, PATH)[1] == []
    assert refusal(fits + "- a\n") == ("yaml-for-stor", MAX_NODES, 3)


KEYS = st.text(st.characters(codec="ascii", min_codepoint=32, max_codepoint=126), min_size=1)
TRICKY = ["no", "true", "null", "22:22", "1.10", "010", "2026-10-02", "", " ", "- a", "# a", "a: b"]
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")))
TEXT = WORDS | st.sampled_from(TRICKY)
SCALARS = (
    st.none() | st.booleans() | st.integers(-(10**17), 10**17)
    | TEXT.filter(lambda text: text.isascii() or _is_composed(text))
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        KEYS.filter(lambda key: key.strip() and key not in ("<<", "@")), inner, max_size=4
    ).filter(lambda group: len({key.casefold() for key in group}) == len(group)),
    max_leaves=12,
)


def _is_composed(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


def dump(data: Any, *, flow: bool | None = False) -> str:
    """Return ``data`` as YAML: text in quotes, the rest plain; ``flow`` as PyYAML has it."""
    written: str = yaml.dump(
        data, Dumper=_Quoting, allow_unicode=True, default_flow_style=flow, width=40,
        sort_keys=False,
    )
    return written


class _Quoting(yaml.SafeDumper):
    """A dumper that quotes all text and writes no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


@given(DATA)
@example({"a": {"b": [1, {"c": "no"}]}, "d": []})
def test_what_is_written_is_read(data: Any) -> None:
    read, problems = load(dump(data), PATH)
    assert problems == []
    assert read == data and repr(read) == repr(data)


@given(DATA)
def test_every_value_has_a_mark_where_it_starts(data: Any) -> None:
    text = dump(data, flow=None)
    found = marks(text)
    lines = text.split("\n")
    for pointer, inner in walk(data):
        mark = found[pointer]
        assert lines[mark.line].startswith(_first_signs(inner), mark.column), pointer
        if pointer and isinstance(pointer[-1], str):
            key = found[(*pointer, "@")]
            assert lines[key.line].startswith('"', key.column), pointer
    assert {p for p in found if not p or p[-1] != "@"} == {pointer for pointer, _ in walk(data)}


def walk(data: Any, pointer: Pointer = ()) -> list[tuple[Pointer, Any]]:
    """Return every value in ``data`` with the way to it."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(data, dict):
        inner = list(data.items())
    elif isinstance(data, list):
        inner = list(enumerate(data))
    return [(pointer, data), *(x for key, v in inner for x in walk(v, (*pointer, key)))]


def _first_signs(inner: Any) -> tuple[str, ...]:
    """Return what a value may start with as ``dump`` writes it."""
    if isinstance(inner, dict):
        return ("{", '"', "? ")
    if isinstance(inner, list):
        return ("[", "- ")
    return ('"',) if isinstance(inner, str) else (json.dumps(inner),)


@given(st.text() | st.text(alphabet="[]{}-:?*&!|>'\"%@`#,~ \n\tab0<"))
@example("? a\n? b")
@example("[?")
@example("{a, b: }")
@example("a: |9\n x")
@example("%YAML 3.0\n---\na")
@example("\ufeff\ufeffa")
@example("a\x00b")
def test_no_text_makes_it_raise(text: str) -> None:
    data, problems = load(text, PATH)
    assert data is None or not problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)
    if not problems:
        marks(text)


@pytest.mark.parametrize(
    "text",
    ["a # b", "a ## b", "'a' # b", "'a #b'", "|\n  a #b\n  ### c", "a#b", "\n  #b\n  a", "\n  #b"],
)
def test_comments_that_take_no_text_with_them(text: str) -> None:
    assert load(f"felt: {text}\n", PATH)[1] == []


@pytest.mark.parametrize(("text", "column"), [
    ('felt: "Plan A"#2 viktig', 15), ("felt: 'Plan A' #2 viktig", 16),
    ("felt: Plan # for skolen", 12),
    ("felt: to ord # til", 14),
])
def test_text_that_would_be_read_as_a_comment(text: str, column: int) -> None:
    assert refusal(f"{text}\n") == ("yaml-kommentar", 1, column)


@pytest.mark.parametrize("text", [
    "styrke: bør # se møtet", "dato: 2026-01-01 # ny", "antall: 3 # tre",
    'felt: "Plan A" # merknad', "# Plan # to", "felt: # gruppe\n  a: b",
])
def test_comments_behind_a_single_value(text: str) -> None:
    assert load(f"{text}\n", PATH)[1] == []


@pytest.mark.parametrize(("text", "column", "words"), [
    ("tittel: “Plan: oppfølging”", 9, "rette anførselstegn"),
    ("tittel: «Plan: oppfølging»", 9, "rette anførselstegn"),
    ("tittel: *Viktig* for alle", 9, "anførselstegn"),
    ("- *Viktig* for alle", 3, "anførselstegn"),
])
def test_values_that_begin_with_the_wrong_sign(text: str, column: int, words: str) -> None:
    _, (problem,) = load(f"{text}\n", PATH)
    assert (problem.code, problem.column) == ("yaml-syntaks", column) and words in problem.hint


def test_a_very_long_line_is_read_in_time_that_grows_with_its_length() -> None:
    words = "x" * 400_000
    data, problems = load(f'a: "#{words}"\n', "x.yml")
    assert not problems and data == {"a": f"#{words}"}
