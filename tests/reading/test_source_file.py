"""Where in a file a value stands, and where inside a text something stands."""

from __future__ import annotations

import pytest
from rettesnor.model.problem import Severity
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.yaml.loader import Pointer, load

TEXT = """\
id: a
# en merknad
gruppe:
  tekst: |
    Første linje.

      Rykket inn.
    Siste HER linje.

  brettet: >
    Linje en
    HER linje to.
  sitat: "Noe HER i sitat."
  enkelt: 'Noe HER i sitat.'
  rett:   Noe HER rett fram.
  langt: Noe som
    fortsetter HER.
liste:
  - a
  - { navn: b, tekst: HER }
  - hva: |
      HER
siste: |

  Etter blank HER"""


def document(text: str = TEXT) -> Document:
    data, problems = load(text, "a.yml")
    assert not problems
    return Document("a.yml", text, data)


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ((), (1, 1)), (("id",), (1, 5)), (("gruppe",), (4, 3)), (("gruppe", "rett"), (15, 11)),
        (("liste", 0), (19, 5)), (("liste", 1, "navn"), (20, 13)), (("liste", 2, "hva"), (21, 10)),
    ],
)
def test_a_value(pointer: Pointer, place: tuple[int, int]) -> None:
    assert document().place(pointer) == place


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        (("gruppe",), (3, 1)), (("gruppe", "rett"), (15, 3)), (("liste", 1, "tekst"), (20, 16)),
        (("liste", 1), (20, 5)),
    ],
)
def test_its_key(pointer: Pointer, place: tuple[int, int]) -> None:
    assert document().place(pointer, at_key=True) == place


@pytest.mark.parametrize(
    ("pointer", "parent"),
    [
        (("gruppe", "mangler"), ("gruppe",)), (("gruppe", "mangler", 3, "dypt"), ("gruppe",)),
        (("liste", 1, "mangler"), ("liste", 1)), (("liste", 99), ("liste",)), (("mangler",), ()),
    ],
)
def test_a_missing_value_is_placed_at_its_nearest_parent(
    pointer: Pointer, parent: Pointer
) -> None:
    assert document().place(pointer) == document().place(parent)


@pytest.mark.parametrize(
    "pointer",
    [
        ("gruppe", "tekst"), ("gruppe", "sitat"), ("gruppe", "enkelt"), ("gruppe", "rett"),
        ("liste", 1, "tekst"), ("liste", 2, "hva"), ("siste",),
    ],
    ids=lambda pointer: ".".join(map(str, pointer)),
)
def test_places_in_literal_quoted_and_plain_text_are_exact(pointer: Pointer) -> None:
    doc = document()
    text = doc.data
    for part in pointer:
        text = text[part]
    number = next(n for n, line in enumerate(text.split("\n")) if "HER" in line)
    column = text.split("\n")[number].index("HER")
    line, start = doc.place_in_text(pointer, number, column)
    assert TEXT.split("\n")[line - 1][start - 1 :].startswith("HER")


@pytest.mark.parametrize("name", ["brettet", "langt"])
def test_joined_lines_are_placed_at_the_start_of_the_field(name: str) -> None:
    pointer = ("gruppe", name)
    assert document().place_in_text(pointer, 0, 12) == document().place(pointer)


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n# merknad\n", "\nb: c\n"])
@pytest.mark.parametrize("sign", ["|", "|-", "|+", "|2", "|  # merknad"])
def test_one_literal_line_whatever_follows(sign: str, end: str) -> None:
    doc = document(f"a: {sign}\n  en HER{end}")
    assert doc.place_in_text(("a",), 0, 3) == (2, 6)


def test_text_that_starts_with_a_blank_line() -> None:
    doc = document("a: |\n\n  HER\n")
    assert doc.data["a"] == "\nHER\n"
    assert doc.place_in_text(("a",), 1, 0) == (3, 3)


def test_a_prose_page_is_one_text() -> None:
    page = Document("om.md", "# Om\n\nTekst.\n", None)
    issue = Issue("prosa-html", 2, 4, "Nei.", "Gjør noe annet.")
    problem = page.prose_problem((), issue, Severity.WARNING)
    assert str(problem) == "om.md:3:5: prosa-html: Nei. Gjør noe annet."
    assert problem.severity is Severity.WARNING


def test_a_problem_says_everything_of_its_place() -> None:
    problem = document().problem("a-b", ("gruppe", "rett"), "Nei.", at_key=True)
    assert str(problem) == "a.yml:15:3: a-b: Nei."
    assert problem.severity is Severity.ERROR
