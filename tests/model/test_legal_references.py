"""References to acts: what is read is what is shown, and what cannot be read is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rettesnor.model import legal_reference
from rettesnor.model.legal_reference import canonical, parse, sections_in
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.markdown.render import render

from tests.support.check_case import changed, check, sound_files

SHAPES = Path(__file__).parents[1] / "cases" / "law" / "section_shapes.txt"
EARLY = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.yml"
PLACES = ("første ledd", "andre ledd bokstav a", "bokstav a og b", "tredje punktum", "nr. 2",
          "første og andre ledd", "første ledd, andre punktum", "1. ledd nummer 3")

letters = st.sampled_from(["", "a", " a", "A", " A", "iii", " b"])
unit = st.builds("{}{}".format, st.integers(1, 99), letters)
sections = st.builds("§ {}".format, st.lists(unit, min_size=1, max_size=4).map("-".join))
parts = st.builds(
    "{} {}".format, st.sampled_from(["kapittel", "artikkel", "del", "vedlegg"]),
    st.one_of(unit, st.sampled_from(["I", "IV", "II A"])),
)
provisions = st.one_of(sections, parts)
scraps = st.text(st.sampled_from("aAbø 1239-–.,;§()/"), min_size=1, max_size=12)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(provisions, st.sampled_from(["", *PLACES]))
def test_every_provision_is_read_whole(section: str, place: str) -> None:
    read = parse(f"opplæringslova {section} {place}".strip())
    assert read is not None
    assert squeezed(read.section) == squeezed(section)
    assert read.place == place
    assert list(sections_in(section)) == [canonical(section)]


@given(provisions, scraps)
def test_nothing_after_a_provision_is_swallowed(section: str, scrap: str) -> None:
    """What is read and what stands after it make up the whole text."""
    text = " ".join(f"opplæringslova {section}{scrap}".split())
    read = parse(text)
    if read is None:
        return
    rest = squeezed(text)[len(squeezed("opplæringslova" + read.section)) :]
    assert squeezed(text).startswith(squeezed("opplæringslova" + read.section))
    assert rest.lstrip(",") == squeezed(read.place)
    assert not read.place or re.search("ledd|bokstav|punktum|nr|nummer", read.place)


@given(provisions, provisions, st.sampled_from([" og ", ", ", " til ", "–", " ", " eller "]))
def test_two_provisions_are_never_one_reference(one: str, other: str, between: str) -> None:
    assert parse(f"opplæringslova {one}{between}{other}") is None


def test_every_shape_in_use_is_read() -> None:
    lines = SHAPES.read_text(encoding="utf-8").splitlines()
    examples = [line.split("\t")[1] for line in lines if not line.startswith("#")]
    assert len(examples) > 200
    assert [e for e in examples if parse(f"lov {e}") is None] == []
    for kind in ("laws", "recommendation"):
        schema = (Path(__file__).parents[2] / "schema" / f"{kind}.schema.json").read_text("utf-8")
        (pattern,) = set(_patterns(json.loads(schema)))
        assert [e for e in examples if not re.search(pattern, e)] == []


def _patterns(node: object) -> list[str]:
    """Return the patterns that speak of sections."""
    if isinstance(node, dict):
        found = [node["pattern"]] if "§" in str(node.get("pattern")) else []
        return found + [p for value in node.values() for p in _patterns(value)]
    return [p for value in node for p in _patterns(value)] if isinstance(node, list) else []


def test_the_pattern_lets_in_nothing_that_cannot_be_read() -> None:
    text = (Path(__file__).parents[2] / "schema" / "laws.schema.json").read_text("utf-8")
    (pattern,) = set(_patterns(json.loads(text)))
    for wrong in ("§ 13 A4", "§ 10–6", "§§ 7-8", "kap. 12", "§ 10-6 og 7", "§ 13 bb", "kapittel x"):
        assert not re.search(pattern, wrong), wrong
        assert parse(f"lov {wrong}") is None, wrong


def issues(text: str) -> list[Issue]:
    return render(text, prefix="x", min_heading=2, anchored=False)[1]


@pytest.mark.parametrize("pair", [("§ 13 b", "§ 13b"), ("§ 9 A-4", "§ 9A-4"),
                                  ("kapittel 9 A", "kapittel 9A")])
def test_spacing_of_letters_makes_no_difference(pair: tuple[str, str]) -> None:
    assert canonical(pair[0]) == canonical(pair[1])


@pytest.mark.parametrize("pair", [("§ 13A", "§ 13a"), ("§ 1-11", "§ 11-1"), ("§ 13", "§ 13 b"),
                                  ("§ 13 ab", "§ 13ab"), ("§10-6", "§ 10-6")])
def test_other_provisions_differ(pair: tuple[str, str]) -> None:
    assert canonical(pair[0]) != canonical(pair[1])


def test_a_shown_text_names_the_provision_it_leads_to() -> None:
    wrong = issues("Se [[opplæringslova § 10-6|reglene i § 11-2]].")
    assert [issue.code for issue in wrong] == ["prosa-henvisning"]
    assert "§ 10-6" in wrong[0].message and "§ 11-2" in wrong[0].message
    assert not issues("Se [[opplæringslova § 10-6|reglene i § 10-6]].")
    assert not issues("Se [[opplæringslova § 10-6|reglene om oppfølging]].")


LAWS = """\
lover:
  - id: opplæringslova
    tittel: Lov om grunnskoleopplæringa og den vidaregåande opplæringa
    korttittel: opplæringslova
    type: lov
    dato: 2023-06-09
    ikraft: 2024-08-01
    lenke: https://lovdata.no/lov/2023-06-09-30
    nummer: 30
    paragrafer:
      - paragraf: § 2-2
      - paragraf: § 10-6
      - paragraf: § 13
      - paragraf: § 13 b
      - paragraf: § 3-6
      - paragraf: kapittel 11
      - paragraf: kapittel 12
      - paragraf: artikkel 12
      - paragraf: § 14-4
        ikraft: 2027-08-01
  - id: opplæringslova-1998
    tittel: Lov om grunnskolen og den vidaregåande opplæringa
    korttittel: opplæringslova (1998)
    type: lov
    dato: 1998-07-17
    ikraft: 1999-08-01
    opphevet: 2024-08-01
    erstattet_av: opplæringslova
    paragrafer:
      - paragraf: § 9 A-4
      - paragraf: § 4A-1
      - paragraf: § 3-3-3
      - paragraf: artikkel 8a
"""


def found(
    tmp_path: Path, text: str, terms: str = "", laws: str = LAWS
) -> list[tuple[str, str, str]]:
    """Return code, message and hint of what is found with ``text`` in a recommendation."""
    change = {
        EARLY: f"begrunnelse:\n  tekst: |\n    {text} [@redd-barna-2025]\n",
        "guideline/laws.yml": laws,
    }
    if terms:
        change["guideline/terms.yml"] = terms
    problems = check(tmp_path, changed(sound_files(), change), None).problems
    ignored = ("lov-ubrukt", "term-ubrukt", "unntak-ubrukt")
    return [(p.code, p.message, p.hint) for p in problems if p.code not in ignored]


@pytest.mark.parametrize("wrong", [
    "§ 13 A-4", "§ 13A", "§ 3-6A", "kapittel 11A", "artikkel 12 A", "§ 10-6 og § 2-2",
    "§ 10-6 med mer", "§ 10-6 2-2", "§ 10-60",
])
def test_unlisted_provisions_are_errors(tmp_path: Path, wrong: str) -> None:
    codes = [code for code, *_ in found(tmp_path, f"Se [[opplæringslova {wrong}]].")]
    assert codes in (["lov-form"], ["paragraf-ukjent"])


@pytest.mark.parametrize("right", [
    "§ 13 b", "§ 13b", "§ 13 b første ledd nr. 2", "§ 10-6 andre ledd", "kapittel 12",
])
def test_listed_provisions_are_found(tmp_path: Path, right: str) -> None:
    assert found(tmp_path, f"Se [[opplæringslova {right}]] og [[Opplæringslova {right}]].") == []


def test_the_register_takes_every_form(tmp_path: Path) -> None:
    assert found(tmp_path, "Se [[opplæringslova § 10-6]].") == []


@pytest.mark.parametrize(("written", "hint"), [
    ("opplæringslova (1998) § 9 A-4", "Skriv [[opplæringslova-1998 § 9 A-4]]."),
    ("opplæringslova § 10-6 og § 2-2", "[[opplæringslova § 10-6]] og [[opplæringslova § 2-2]]."),
    ("opplæringslova (2023)", "Skriv paragrafen etter loven"),
    ("Opplæringsloven kap. 12", "Skriv [[opplæringslova kapittel 12]]."),
    ("opplæringslova § 10-6 jf. annet", "bare stå ledd, bokstav, punktum og nummer"),
    ("§ 13 b", "for eksempel [[opplæringslova § 13 b]]."),
])
def test_hints_name_the_right_reference(tmp_path: Path, written: str, hint: str) -> None:
    ((code, _, said),) = found(tmp_path, f"Se [[{written}]].")
    assert hint in said
    assert code == "lov-form"


def test_a_whole_act_is_named(tmp_path: Path) -> None:
    assert found(tmp_path, "[[Opplæringslova]] gjelder. Se [[opplæringslova|loven]].") == []


def test_a_repealed_act_is_no_longer_named(tmp_path: Path) -> None:
    ((code, message, hint),) = found(tmp_path, "Se [[opplæringslova-1998]].")
    assert hint == "Finn regelen som gjelder nå, i opplæringslova."
    assert code == "paragraf-opphevet"
    assert message.startswith("opplæringslova-1998 gjelder ikke lenger")


def test_a_word_is_not_both_term_and_act(tmp_path: Path) -> None:
    terms = """\
termer:
  - id: skolefravaer
    term: skolefravær
    definisjon: At en elev er borte fra opplæringen.
    synonymer: [Opplæringslova]
"""
    codes = [code for code, *_ in found(tmp_path, "Se [[opplæringslova]].", terms)]
    assert "term-tvetydig" in codes


def test_all_parts_use_this_pattern_of_double_brackets() -> None:
    """A second pattern of the same brackets reads something else sooner or later."""
    folder = Path(__file__).parents[2] / "site_plugins" / "rettesnor"
    own = {Path(legal_reference.__file__), *(folder / name for name in (
        "reading/markdown/fast_path_inline.py", "reading/markdown/lint/unparsed_markup.py",
        "reading/schema/plain_fields.py", "releases/redline/compare.py", "editing/word/markdown.py",
    ))}
    assert all(path.is_file() for path in own)
    others = [
        path for path in folder.rglob("*.py")
        if path not in own and re.search(r're\.compile\([^#]*\\\[\\\[', path.read_text("utf-8"))
    ]
    assert others == []
