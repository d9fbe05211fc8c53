"""The catalogue: a page for every code, and examples that do what the page says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import rettesnor
from rettesnor.reading.checks import explain
from rettesnor.reading.checks.codes import CODES

from tests.support.check_case import changed, check, sound_files, translated_files

SOURCE = Path(rettesnor.__file__).parent
PAGES = SOURCE / "reading" / "checks" / "catalogue"
EMITTERS = {"Problem", "Issue", "_Stop", "problem", "Message", "rule"}
CODE = re.compile(r"[a-zæøå0-9]+(?:-[a-zæøå0-9]+)+")
UNSHOWN = {
    "fil-ikke-lest", "fil-konflikt", "fil-mangler", "fil-uleselig",
    "fil-for-stor", "prosa-for-langt", "fil-tom", "fil-uten-felt", "ikke-utf8",
    "skjult-tegn", "feil-tegnsett", "yaml-for-dyp", "yaml-for-stor", "felt-ugyldig",
    "id-dobbel", "id-gjenbrukt", "kapittel-ukjent", "endring-mangler", "endring-uten-virkning",
    "endring-slag", "endring-gjelder", "endring-fra-til", "endring-filnavn",
    "json-syntaks", "horing-filnavn", "horing-tidspunkt", "horing-rekkefolge", "horing-for-kort",
    "horing-under-tre-maaneder", "horing-utgave-ukjent", "horing-utgave-kommer",
    "horing-sporsmaal-dobbel", "horing-sporsmaal-ukjent", "horing-mottak", "horing-behandlet",
    "horing-resultat", "horing-grunn", "horing-ny", "innspill-dobbel", "innspill-svar",
    "innspill-adresse", "innspill-forslag",
    "innspill-sporsmaal", "innspill-uten-vurdering", "innspill-uten-endring", "innspill-ukjent",
    "nettsted-oppsett", "publisering-oppsett", "utseende-oppsett", "utseende-kontrast",
    "utseende-fil", "utgave-skadet", "bilde-fil", "bilde-for-stort", "bilde-svg", "bilde-ubrukt",
    "katalog-mappe", "katalog-ulistet", "katalog-id", "katalog-emne", "katalog-sprak",
    "katalog-forhold", "katalog-ring", "katalog-felles",
    # those of a plan are about another folder: tests/cases/plan
    *(f"plan-{name}" for name in (
        "nasjonal", "ukjent", "dobbel", "forhold", "konflikt", "person", "lovkrav", "frist",
        "ikke-vurdert",
    )),
    # those of a sheet are about the file of those who answered: tests/cli
    *(f"ark-{name}" for name in (
        "ulest", "ukjent", "dobbel", "versjon", "ordlyd", "funn", "person",
    )),
    "innspill-personlig", "oversettelse-foreldet", "oversettelse-umerket", "innspill-gateadresse",
    "steg-uten-roller",  # all steps of the guideline count
    "rapport-svar", "rapport-henvisning",  # a whole report has 35 items
    "enkel-foreldet", "enkel-mangler", "oppgave-ukjent", "mal-eldre",
}
"""Codes whose offence cannot be shown by a few lines of one file."""


@cache
def calls() -> tuple[tuple[ast.Call, str], ...]:
    """Return every call in the source, with the file it is in."""
    return tuple(
        (node, file.name) for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )


def emitted() -> Iterator[tuple[str, str]]:
    """Yield every code that the source gives to a problem, with the file it does so in."""
    for node, file in calls():
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        for argument in node.args if name in EMITTERS else ():
            value = getattr(argument, "value", None)
            if isinstance(value, str) and CODE.fullmatch(value):
                yield value, file


def declared() -> Iterator[str]:
    """Yield the first argument of every ``rule(…)`` and ``Code(…)`` in the source."""
    for node, _ in calls():
        if getattr(node.func, "id", "") in ("rule", "Code"):
            value = getattr(node.args[0], "value", None) if node.args else None
            if isinstance(value, str):
                yield value


def examples(code: str, heading: str) -> dict[str, str]:
    """Return the changes shown under ``heading`` on the page of ``code``, by path."""
    page = explain.page(code) or ""
    section = re.search(rf"^## {heading}\n(.*?)^## ", page, re.MULTILINE | re.DOTALL)
    shown = re.findall(
        r"^```(?:yaml|markdown)\n(?:# |<!-- )(\S+)(?: -->)?\n(.*?)^```",
        section[1] if section else "", re.MULTILINE | re.DOTALL,
    )
    return dict(shown)


def test_every_code_is_declared_once_and_is_in_the_table() -> None:
    assert sorted(declared()) == sorted(CODES)
    assert all(name == code.name for name, code in CODES.items())


def test_every_code_the_source_emits_is_known() -> None:
    unknown = {(code, file) for code, file in emitted() if code not in CODES}
    assert not unknown


def test_every_known_code_is_emitted() -> None:
    dynamic = {"ukjent-styrke", "ukjent-status", "felt-verdi"}  # chosen by the field's name
    # constants in the module that reports them
    dynamic |= {"innspill-ukjent", "horing-grunn", "horing-ny"}
    assert set(CODES) == {code for code, _ in emitted()} | dynamic


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    pages = {file.stem for file in PAGES.glob("*.md")} - {"README"}
    assert pages == set(CODES) == set(explain.codes())
    assert explain.page("finnes-ikke") is None


@pytest.mark.parametrize("code", CODES)
def test_page_says_what_wrong_right_and_how_to_mend(code: str) -> None:
    page = explain.page(code)
    assert page is not None
    assert page.startswith(f"# {code}\n\n{CODES[code].summary}\n\n")
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert headings[:2] == ["Hva regelen krever", "Hvorfor"]
    assert "Slik retter du" in headings
    assert ("Unntak" in headings) == CODES[code].suppressible
    assert {"Feil", "Riktig"} <= set(headings) or code in UNSHOWN


@pytest.mark.parametrize("code", [code for code in CODES if code not in UNSHOWN])
def test_examples_are_real(code: str, tmp_path: Path) -> None:
    wrong, right = examples(code, "Feil"), examples(code, "Riktig")
    assert wrong and right
    sound = translated_files() if code.startswith("oversettelse-") else sound_files()
    found = check(tmp_path / "wrong", changed(sound, wrong))
    assert code in {problem.code for problem in found.problems}
    found = check(tmp_path / "right", changed(sound, right))
    assert not found.problems


def test_index_is_up_to_date() -> None:
    assert (PAGES / "README.md").read_text(encoding="utf-8") == explain.index()
