"""The platform is no guideline's own: what holds for the first guideline holds for another.

The other one (``tests/guidelines/hygiene``) is about health, is written in English, and has a scale
of strengths with advice against something, two dimensions and no phases. The same tests run on the
small guideline about school that the other tests use.
"""

from __future__ import annotations

import csv
import html
import json
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from jsonschema import Draft202012Validator
from rettesnor.model.problem import Severity
from rettesnor.publishing.options import BuildOptions
from rettesnor.publishing.pipeline import build

from tests.support.check_case import read_survey
from tests.support.guidelines import Tree, plain_dressing, tree
from tests.support.release_case import CASES, Case

DAY = date(2026, 11, 29)
HYGIENE = Path(__file__).parents[1] / "guidelines" / "hygiene"
SOURCES = {"skole": CASES / "before", "hygiene": HYGIENE}
NORWEGIAN = re.compile(
    r"\b(og|ikke|anbefaling\w*|retningslinj\w*|styrke\w*|versjon\w*|skal|bør|høring\w*|endring\w*"
    r"|utgave\w*|eller|på|fra|lenke\w*|forsiden|språk\w*|alle|ingen|innhold\w*|gjelder|siden)\b",
    re.IGNORECASE,
)


class Built(NamedTuple):
    """A guideline that was released once, and its site."""

    name: str
    case: Case
    site: Tree

    def data(self, path: str) -> dict[str, object]:
        """Return a file of data."""
        found: dict[str, object] = json.loads(self.site[path])
        return found

    @property
    def language(self) -> str:
        """The language it is written in."""
        return "en" if self.name == "hygiene" else "nb"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test with both guidelines, or with the other alone when it asks for ``hygiene``."""
    if "built" in metafunc.fixturenames:
        names = ["hygiene"] if "hygiene" in metafunc.fixturenames else list(SOURCES)
        metafunc.parametrize("built", names, indirect=True, scope="module")


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A guideline, released as 1.0.0 and built with everything that needs no other program."""
    root = tmp_path_factory.mktemp(request.param)
    case = Case(root, SOURCES[request.param])
    assert case.release("1.0.0", "2026-11-22") == 0
    dressed = plain_dressing(root / ".dressing")
    made = build(BuildOptions(root, root / "site", DAY, exchange=True), lambda _: dressed)
    assert made.pages, [str(problem) for problem in made.survey.problems]
    return Built(request.param, case, tree(root / "site"))


def test_the_check_finds_no_error(built: Built) -> None:
    found = read_survey(built.case.root, DAY).problems
    assert not [str(one) for one in found if one.severity is Severity.ERROR]


def test_a_release_is_verified(built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    assert built.case.run("verify") == 0, capsys.readouterr().out


@pytest.mark.parametrize("name", [
    "retningslinje", "kapitler", "anbefalinger", "kilder", "lover", "termer", "tekstsider",
    "kodeverk",
])
def test_data_is_what_the_published_schema_says(built: Built, name: str) -> None:
    schema = built.data(f"api/v1/schema/{name}.json")
    faults = Draft202012Validator(schema).iter_errors(
        built.data(f"api/v1/{built.language}/{name}.json")
    )
    assert not [fault.message for fault in faults]


def test_each_recommendation_is_what_the_published_schema_says(built: Built) -> None:
    schema = Draft202012Validator(built.data("api/v1/schema/anbefaling.json"))
    paths = [p for p in built.site if re.fullmatch(
        rf"api/v1/{built.language}/anbefalinger/[^/]+\.json", p
    )]
    assert paths
    for path in paths:
        assert not [fault.message for fault in schema.iter_errors(built.data(path))], path


def test_the_release_is_shown_as_it_was(built: Built) -> None:
    assert "v/1.0.0/index.html" in built.site


@pytest.fixture(scope="module")
def hygiene(built: Built) -> Built:
    """The other guideline."""
    return built


def text_of(page: bytes) -> list[str]:
    """Return the words of a page, line by line, and those that only a screen reader says."""
    content = re.sub(r"(?s)<(script|style).*?</\1>|<div data-kind>.*?</div>", "", page.decode())
    said = re.findall(r'(?:title|aria-label|alt)="([^"]*)"', content)
    said += re.findall(r'content="([^"]* [^"]*)"', content)  # one word is a name for programs
    shown = re.sub(r"<[^>]+>", "\n", content).split("\n")
    return [html.unescape(line) for line in (*shown, *said)]


def test_an_english_guideline_reads_english_throughout(hygiene: Built) -> None:
    norwegian = {
        (path, line.strip()) for path, page in hygiene.site.items()
        if path.endswith(".html") and not path.startswith(("nb/", "v/1.0.0/nb/"))
        for line in text_of(page)
        if NORWEGIAN.search(re.sub(r"\S*\w[./]\S+|</?rettesnor-anbefaling\b|versjon=", "", line))
    }
    assert not norwegian


def test_the_strengths_are_those_of_the_guideline(hygiene: Built) -> None:
    page = hygiene.site["hands/rings/index.html"].decode()
    assert "Strong recommendation against" in page
    assert "The harms are clearly larger than the benefits." in page
    page = hygiene.site["nb/hands/rings/index.html"].decode()
    assert "Sterkt frarådet" in page
    front = hygiene.site["index.html"].decode()
    assert 'data-styrke="strong-against"' in front
    assert '<option value="weak-against">↓ Weak recommendation against</option>' in front
    assert '"strong-for":"↑↑ Strong recommendation"' in front


def test_every_dimension_is_shown_and_filtered_by(hygiene: Built) -> None:
    page = hygiene.site["hands/rub-hands/index.html"].decode()
    assert "<dt>Setting<dd>All" in page and "<dt>Age group<dd>All" in page
    page = hygiene.site["hands/rings/index.html"].decode()
    assert "<dt>Setting<dd>Hospital<" in page
    front = hygiene.site["index.html"].decode()
    assert 'data-setting="hospital nursing-home" data-age-group="adult newborn"' in front
    assert '<select id="rn-f-age-group" name="age-group">' in front
    table = hygiene.site["api/v1/en/anbefalinger.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(table.splitlines(), delimiter=";"))
    assert [row["Setting"] for row in rows][:2] == ["Hospital, Nursing home", "Hospital"]


def test_its_own_words_are_said(hygiene: Built) -> None:
    page = hygiene.site["hands/rub-hands/index.html"].decode()
    assert "Questions that a ward can ask itself. Answer yes, partly or no." in page
    assert "Do not write names of patients." in page
    plans = [p for p in hygiene.site if p.startswith("api/fhir/PlanDefinition/")]
    assert plans
    assert {hygiene.data(p)["subjectCodeableConcept"]["text"] for p in plans} == {  # type: ignore[index]
        "Patient",
    }


def test_a_section_that_is_not_required_may_be_missing(hygiene: Built) -> None:
    assert "juridiske_rammer" in hygiene.site["hands/rub-hands/index.html"].decode()
    assert "juridiske_rammer" not in hygiene.site["hands/rings/index.html"].decode()


def test_nothing_promises_a_review(hygiene: Built) -> None:
    released = (hygiene.case.root / "changelog/1.0.0/snapshot.json").read_text(encoding="utf-8")
    assert "neste_gjennomgang" not in released
    assert json.loads(released)["format"] == 3


def test_a_new_strength_is_a_change_of_substance(
    hygiene: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "recommendations/rooms/dispensers.yml"
    hygiene.case.replace(path, "styrke: weak-for", "styrke: strong-for")
    hygiene.case.replace(path, "manager may place", "manager should place")
    hygiene.case.write(
        "changelog/unreleased/dispensers.yml",
        "slag: redaksjonell\nvesentlig: false\nanbefalinger: [dispensers]\n"
        "hva: Hand rub should be at each bed.\nhvorfor:\n  - type: feil rettet\n"
        "besluttet_av: The agency\nbesluttet_dato: 2026-11-20\n",
    )
    assert hygiene.case.release("1.1.0", "2026-11-28") == 1
    said = capsys.readouterr()
    assert "Styrken på «dispensers» er endret" in said.out + said.err
