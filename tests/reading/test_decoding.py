"""Bytes become text that holds nothing hidden, or problems with their places."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rettesnor.reading.files.decoding import HIDDEN, decode, is_ordinary, place, written_column

PATH = "guideline/om.md"


def found(data: bytes) -> list[tuple[str, int, int]]:
    _, problems = decode(data, PATH)
    assert all(problem.path == PATH and problem.hint for problem in problems)
    return [(problem.code, problem.line, problem.column) for problem in problems]


@pytest.mark.parametrize(
    "character",
    [
        "\x00", "\x02", "\x0b", "\x1b", "\x7f", "\x85", "\r",
        "\u00ad", "\u061c", "\u115f", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f",
        "\u2028", "\u2029", "\u202a", "\u202d", "\u202e", "\u2060", "\u2066", "\u2069", "\u3164",
        "\ufe0f", "\ufeff", "\ufffb", "\U000e0041", "\ue000",
    ],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_hidden_character(character: str) -> None:
    assert found(f"første\nblå{character}bær\n".encode()) == [("skjult-tegn", 2, 4)]


def test_the_hidden_character_is_named() -> None:
    _, (problem,) = decode("a\u202eb".encode(), PATH)
    assert "U+202E, RIGHT-TO-LEFT OVERRIDE" in problem.message


@pytest.mark.parametrize("text", ["Ã¥", "Ã¸", "Ã†", "â€“", "â€œ", "Â«", "Â§", "\ufffd"])
def test_letters_read_in_the_wrong_encoding(text: str) -> None:
    assert found(f"blå\nb{text}r".encode()) == [("feil-tegnsett", 2, 2)]


@pytest.mark.parametrize("word", ["blåbær", "SÃO", "«§ 10-6»", "Ænes", "č š ŋ á", "naïve", "10 °C"])
def test_ordinary_words_are_no_mojibake(word: str) -> None:
    assert found(word.encode()) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> gren\n", [(2, 1)]),
        ("<<<<<<<\n=======\n>>>>>>>\nx\n  <<<<<<< a\n", [(1, 1), (5, 3)]),
        ("a\n>>>>>>> gren\n", [(2, 1)]),
        ("a <<<<<<< b\n<<<<<<<< \n<<\n>>>>>> sitat\n", []),
    ],
)
def test_marks_of_a_merge(text: str, places: list[tuple[int, int]]) -> None:
    assert found(text.encode()) == [("fil-konflikt", *place) for place in places]


@pytest.mark.parametrize(
    ("text", "code"), [("å\u200b", "skjult-tegn"), ("Ã¥ ", "feil-tegnsett")]
)
def test_many_of_a_kind_are_told_of_once(text: str, code: str) -> None:
    assert len(found((text * 20).encode())) == 20
    _, (problem,) = decode((text * 21).encode(), PATH)
    assert problem.code == code and "21 slike" in problem.message


def test_the_mark_of_the_byte_order_is_left_out() -> None:
    assert decode("\ufeffid: a\n".encode(), PATH) == ("id: a\n", [])
    assert found("\ufeff\ufeffid: a\n".encode()) == [("skjult-tegn", 1, 1)]


def test_letters_in_parts_become_one() -> None:
    assert decode("en\nto bla\u030abær".encode(), PATH) == ("en\nto blåbær", [])


@given(st.text(alphabet="aåe\u030a\u0301b ", max_size=12), st.data())
def test_a_column_leads_back_to_the_letter_in_the_file(line: str, data: st.DataObject) -> None:
    read = unicodedata.normalize("NFC", line)
    ends = [i for i in range(len(read) + 1) if not unicodedata.combining(read[i : i + 1] or "a")]
    index = data.draw(st.sampled_from(ends))
    column = written_column(line, index + 1)
    assert unicodedata.normalize("NFC", line[: column - 1]) == read[:index]


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [(b"\xe5", 1, 1), ("blå\nbæ".encode() + b"\xf8r", 2, 3), (b"a\xed\xa0\x80", 1, 2)],
)
def test_bytes_that_are_not_utf8(data: bytes, line: int, column: int) -> None:
    assert found(data) == [("ikke-utf8", line, column)]
    assert decode(data, PATH)[0] == ""


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\n", PATH) == ("a\nb\n", [])


def test_all_problems_are_told() -> None:
    data = "a\u200b\nb\u200b Ã¥ e\u0301".encode()
    assert [code for code, _, _ in found(data)] == ["skjult-tegn", "skjult-tegn", "feil-tegnsett"]


@given(st.binary() | st.text().map(str.encode))
@example(b"\xff\xfea\x00")
def test_no_bytes_make_it_raise(data: bytes) -> None:
    text, problems = decode(data, PATH)
    for problem in problems:
        assert problem.line >= 1 and problem.column >= 1
    if not problems:
        assert text == as_read(data.decode())


def as_read(text: str) -> str:
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n"))


@given(st.text(alphabet="aå\n", min_size=1), st.data())
def test_a_place_leads_back_to_its_character(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text) - 1))
    line, column = place(text, index)
    assert (text.split("\n")[line - 1] + "\n")[column - 1] == text[index]


def test_ordinary_characters_are_seen_and_join_with_none_before_them() -> None:
    joined = set()
    for code in range(sys.maxunicode + 1):
        parts = unicodedata.normalize("NFD", chr(code))
        joined.update(parts[1:])
    characters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    ordinary = [character for character in characters if is_ordinary(character.encode())]
    assert set("\naZ09 ~æøåÆØÅéüčšŋđ«»§–—“”’…€\xa0") <= set(ordinary)
    for character in ordinary:
        assert not HIDDEN.match(character), f"U+{ord(character):04X}"
        assert not unicodedata.combining(character) and character not in joined
        assert unicodedata.is_normalized("NFC", character)


SIGNS = st.sampled_from(
    [*"aåÅ§–—½Ã¥\u030a\u0301\u200b\u115f\u2126\x02\t\n", "\r\n", "\r", "Â«", "가"]
)


@given(st.lists(SIGNS | st.characters(exclude_categories=("Cs",))).map("".join))
@example("1e\u0301")
@example("\u1100\u1161")
def test_nothing_is_overlooked(text: str) -> None:
    read, problems = decode(text.encode(), PATH)
    codes = {problem.code for problem in problems}
    assert read == as_read(text)
    assert ("skjult-tegn" in codes) is bool(HIDDEN.search(read))
