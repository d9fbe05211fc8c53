"""Hearings: dates and states, what the rules find, and the hooks that lead to them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rettesnor.model.convert import from_data
from rettesnor.model.hearing import Hearing, Round, State
from rettesnor.model.hearing_text import HeardChapter, HeardRecommendation
from rettesnor.model.time_zone import OSLO
from rettesnor.model.translation import digest
from rettesnor.reading.content.hearing_rounds import RULES, read_rounds
from rettesnor.reading.yaml import json_loader as json_door
from rettesnor.reading.yaml import loader as door
from rettesnor.rendering.comment_links import LONGEST, bar, fill, template
from rettesnor.rendering.page import Heading

from tests.support.guidelines import PROJECT
from tests.support.hearing_case import (
    RESULT,
    ROUND,
    TEXT,
    decided,
    heard_case,
    hearings,
    paragraph,
    put_result,
    result,
)
from tests.support.release_case import Case, fragment

ROUND_CASES = sorted((Path(__file__).parents[1] / "cases" / "hearing").glob("*.yml"))


@pytest.fixture
def case(tmp_path: Path, capsys: Any) -> Case:
    return heard_case(Case(tmp_path))


def said(case: Case) -> str:
    return "".join(f"{p.severity.value} {p}\n" for p in hearings(case).problems)


def codes(case: Case) -> list[str]:
    return [problem.code for problem in hearings(case).problems]


def a_round(**fields: Any) -> Round:
    return from_data(Round, {**door.load(TEXT, ROUND)[0], "stenger": "2026-10-02", **fields})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


# Dates and states ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "now", "state"),
    [
        ({"aapner": ""}, "2000-01-01T00:00", State.OPEN),
        ({"aapner": "2026-07-01"}, "2026-06-30T23:59", State.PLANNED),
        ({"aapner": "2026-07-01"}, "2026-07-01T00:00", State.OPEN),
        ({"aapner": "2026-07-01T08:00"}, "2026-07-01T07:59", State.PLANNED),
        ({"aapner": ""}, "2026-10-02T23:59:59", State.OPEN),
        ({"aapner": ""}, "2026-10-03T00:00", State.CLOSED),
        ({"aapner": "", "stenger": "2026-10-02T15:00"}, "2026-10-02T15:00:59", State.OPEN),
        ({"aapner": "", "stenger": "2026-10-02T15:00"}, "2026-10-02T15:01", State.CLOSED),
        ({"aapner": "", "behandlet": "2027-01-15"}, "2027-02-01T00:00", State.TREATED),
        ({"aapner": "", "behandlet": "2027-01-15"}, "2026-09-01T00:00", State.OPEN),
    ],
)
def test_state(fields: dict[str, str], now: str, state: State) -> None:
    assert a_round(**fields).state(at(now)) is state


def test_the_deadline_is_in_norwegian_time_also_where_the_clocks_change() -> None:
    assert a_round(stenger="2026-10-02").deadline.utcoffset() == timedelta(hours=2)
    assert a_round(stenger="2026-10-25").deadline.utcoffset() == timedelta(hours=1)


def test_a_form_opened_in_time_may_be_sent_a_little_later() -> None:
    runde = a_round(aapner="2026-07-01", slingring_minutter=30)
    opened, late = at("2026-10-02T23:59"), at("2026-10-03T00:01")
    assert runde.accepts(opened, opened)
    assert not runde.accepts(at("2026-06-30T23:59"), at("2026-06-30T23:59"))
    assert runde.accepts(at("2026-10-03T00:29"), opened)
    assert not runde.accepts(at("2026-10-03T00:30"), opened)
    assert not runde.accepts(late, late)
    assert not a_round(slingring_minutter=0).accepts(late, opened)


def test_questions_are_found_by_what_they_are_asked_about() -> None:
    runde = a_round(sporsmaal=[
        {"id": "a", "tekst": "Alt?", "slag": "skala", "skala": {"fra": 1, "til": 3}},
        {"id": "b", "tekst": "Dette?", "slag": "fritekst", "anbefaling": "plan"},
    ])
    assert [q.id for q in runde.asked()] == ["a"]
    assert [q.id for q in runde.asked(anbefaling="plan")] == ["b"]
    found = runde.question("a")
    assert found is not None and list(found.skala.steps) == [1, 2, 3]
    assert runde.question("c") is None


# Rules --------------------------------------------------------------------------------------


def test_a_sound_round_has_no_problems(case: Case) -> None:
    assert said(case) == ""


@pytest.mark.parametrize("path", ROUND_CASES, ids=lambda path: path.stem)
def test_round(case: Case, path: Path) -> None:
    golden = yaml.safe_load(path.read_text(encoding="utf-8"))
    fields = {**yaml.safe_load(TEXT), **golden["change"]}
    case.write(ROUND, yaml.safe_dump(fields, allow_unicode=True, sort_keys=False))
    assert said(case) == golden["output"], golden["about"]


def test_a_release_to_come_is_a_warning(tmp_path: Path) -> None:
    case = Case(tmp_path)
    version = yaml.safe_load(case.text("guideline/guideline.yml"))["versjon"]
    case.write(ROUND, TEXT.replace("utgave: 1.0.0", f"utgave: {version}"))
    assert codes(case) == ["horing-utgave-kommer"]


def test_results_that_are_sound(case: Case) -> None:
    place = paragraph(case)
    address = {"anbefaling": place.anbefaling, "felt": place.felt, "avsnitt": place.avsnitt,
               "sitat": {"exact": place.tekst[:20]}}
    put_result(case, result(
        case, {"adresse": address, "vurdering": decided()},
        {"sporsmaal": "helhet", "valg": ["ja"], "vurdering": decided("utenfor")},
        {"adresse": {"anbefaling": place.anbefaling, "felt": "referanser"}, "vurdering": decided()},
    ))
    assert said(case) == ""
    (hearing,) = hearings(case).hearings
    assert hearing.resultat is not None
    assert [c.nummer for c in hearing.resultat.innspill] == [f"H-000001-{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ({"adresse": {"anbefaling": "finnes-ikke"}}, "innspill-adresse"),
        ({"adresse": {"kapittel": "finnes-ikke"}}, "innspill-adresse"),
        ({"adresse": {"anbefaling": "skriftlig-plan", "felt": "feltet"}}, "innspill-adresse"),
        ({"adresse": {"anbefaling": "skriftlig-plan", "felt": "begrunnelse",
                      "avsnitt": "begrunnelse-aaaaa"}}, "innspill-adresse"),
        ({"adresse": {"anbefaling": "skriftlig-plan", "felt": "begrunnelse"},
          "forslag": {"tekst": "Nytt.", "grunnlag": "Dette sto der aldri."}}, "innspill-forslag"),
        ({"svar": "H-000009"}, "innspill-svar"),
        ({"sporsmaal": "ukjent"}, "innspill-sporsmaal"),
        ({"sporsmaal": "helhet", "valg": ["kanskje"]}, "innspill-sporsmaal"),
        ({"tekst": "Skriv til kari@example.no"}, "innspill-personlig"),
        ({"tekst": "Ring 22 33 44 55"}, "innspill-personlig"),
        ({"tekst": "Familien bor i Storgata 5 B"}, "innspill-gateadresse"),
        ({"vurdering": decided("tatt til følge")}, "innspill-uten-endring"),
        ({"vurdering": None}, "innspill-uten-vurdering"),
    ],
)
def test_what_is_wrong_with_a_comment(case: Case, comment: dict[str, Any], code: str) -> None:
    whole = {"vurdering": decided(), **comment}
    put_result(case, result(case, {k: v for k, v in whole.items() if v is not None}))
    assert codes(case) == [code]


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"horing": "annen"}, "horing-resultat"), ({"utgave": "2.0.0"}, "horing-resultat"),
     ({"format": 2}, "felt-ugyldig"), ({"ekstra": 1}, "felt-ukjent")],
)
def test_what_is_wrong_with_a_result(case: Case, fields: dict[str, Any], code: str) -> None:
    put_result(case, result(case, **fields))
    assert codes(case) == [code]


def test_two_comments_with_one_number(case: Case) -> None:
    one = {"nummer": "H-000001-1", "vurdering": decided()}
    put_result(case, result(case, one, one))
    assert codes(case) == ["innspill-dobbel"]


def test_treated_too_early(case: Case) -> None:
    case.write(ROUND, TEXT + "behandlet: 2027-03-01\n")
    assert codes(case) == ["horing-behandlet"]
    put_result(case, result(case, {}))
    assert sorted(codes(case)) == ["horing-behandlet", "innspill-uten-vurdering"]
    put_result(case, result(case, {"vurdering": decided()}))
    assert codes(case) == []


def test_a_choice_or_a_number_is_counted_and_needs_no_assessment(case: Case) -> None:
    data = result(case, {"sporsmaal": "helhet", "valg": ["ja"]}, {"vurdering": decided()})
    del data["innspill"][0]["tekst"]
    put_result(case, data)
    assert codes(case) == []
    case.write(ROUND, TEXT + "behandlet: 2027-03-01\n")
    assert codes(case) == []


def test_the_way_between_comments_and_changes(case: Case) -> None:
    put_result(case, result(case, {"vurdering": decided("tatt til følge")}))
    text = fragment("presisert", "anbefalinger: [skriftlig-plan]").replace(
        "  - type: feil rettet", "  - type: høringsinnspill\n    innspill: [H-000001-1]"
    )
    case.write("changelog/unreleased/plan.yml", text)
    assert said(case) == ""
    (hearing,) = hearings(case).hearings
    assert [(c.fil, c.innspill, c.versjon) for c in hearing.endringer] == [
        ("plan.yml", ("H-000001-1",), "")
    ]
    case.write("changelog/unreleased/plan.yml", text.replace("H-000001-1", "H-000001-7"))
    (unknown, unanswered) = sorted(hearings(case).problems)
    assert (unknown.code, unanswered.code) == ("innspill-ukjent", "innspill-uten-endring")
    lines = case.text(unknown.path).split("\n")
    assert lines[unknown.line - 1][unknown.column - 1 :].startswith("H-000001-7")


def test_json_is_read_strictly(case: Case) -> None:
    for text, code in (
        ('{"a": 1, "a": 2}', "json-syntaks"), ('{"a": NaN}', "json-syntaks"), ("{", "json-syntaks"),
        ("[" * 100_000, "json-syntaks"), ('{"a": "\\u202e"}', "skjult-tegn"),
    ):
        data, problems = json_door.load(text, "x.json")
        assert (data, [p.code for p in problems]) == (None, [code]), text[:20]
    case.write(RESULT, "{")
    assert codes(case) == ["json-syntaks"]


def test_every_rule_is_broken_by_some_case() -> None:
    seen = "".join(path.read_text(encoding="utf-8") for path in ROUND_CASES)
    seen += Path(__file__).read_text(encoding="utf-8")
    assert not {rule.code for rule in RULES if rule.code not in seen}


def test_the_real_round_invents_nothing() -> None:
    data = yaml.safe_load((PROJECT / "guideline/horinger/pilot-2026.yml").read_text("utf-8"))
    assert str(data["stenger"]) == "2026-10-02"
    assert "aapner" not in data and "epost" not in data["kontakt"]
    assert data["mottak"] == {"type": "skjema"}


# Personal data ------------------------------------------------------------------------------


# Hooks --------------------------------------------------------------------------------------

PLACE = {"utgave": "1.0.0", "anbefaling": "a-b", "felt": "begrunnelse", "avsnitt": "begrunnelse-x",
         "exact": "Ord & «sitat» 100 %", "prefix": "før", "suffix": "etter"}


def target(kind: str, address: str = "") -> str:
    return template(a_round(mottak={"type": kind, "adresse": address}), "../../")


def test_hooks_to_each_kind_of_target() -> None:
    form = fill(target("skjema"), PLACE)
    assert form.startswith("../../horing/pilot/svarskjema/?utgave=1.0.0&anbefaling=a-b&")
    assert form.endswith("#a-b")
    letter = urlsplit(fill(target("epost", "horing@example.no"), PLACE))
    assert letter.path == "horing@example.no"
    assert "«sitat» 100 %" in parse_qs(letter.query)["body"][0]
    elsewhere = fill(target("ekstern", "https://skjema.example/{anbefaling}?q={exact}"), PLACE)
    assert elsewhere == "https://skjema.example/a-b?q=Ord%20%26%20%C2%ABsitat%C2%BB%20100%20%25"
    desk = urlsplit(fill(target("skrivebord", "https://desk.example/"), PLACE))
    assert desk.path == "/pilot/svar/"
    assert parse_qs(desk.query)["suffix"] == ["etter"]


@given(st.text(max_size=3000), st.text(max_size=32), st.text(max_size=32))
def test_long_quotations_lose_only_their_end(exact: str, before: str, after: str) -> None:
    form = target("skrivebord", "https://desk.example/")
    exact = exact.encode("utf-8", "ignore").decode()
    place = {**PLACE, "exact": exact, "prefix": before, "suffix": after}
    url = fill(form, place)
    assert len(url) <= LONGEST
    kept = parse_qs(urlsplit(url).query, keep_blank_values=True)["exact"][0]
    assert exact.startswith(kept)


HEARD = (HeardChapter("a", "A", (HeardRecommendation("a-b", "a", "B", "Skolen bør"),)),)


def unscripted(html: str) -> str:
    """Return ``html`` without what only scripts read."""
    return re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_the_line_is_true_on_any_day_and_small() -> None:
    hearing = Hearing(a_round(), hort=HEARD)
    html = bar([hearing], "1.0.0", "a-b", "../../", [Heading("begrunnelse", "Begrunnelse")])
    assert "Høringsperiode: fra" in html and "til og med" in html
    assert "kan gis" not in html  # untrue once the deadline has passed
    assert "er åpen" not in unscripted(html)
    assert len(html.encode()) < 1500 and len(unscripted(html).encode()) < 900
    assert bar([hearing], "1.1.0", "a-b", "../../") == ""
    treated = bar(
        [Hearing(a_round(behandlet="2027-01-15"), hort=HEARD)], "1.0.0", "a-b", "../../"
    )
    assert "Innspillene er behandlet." in treated and "Gi innspill" not in unscripted(treated)


def test_without_scripts_each_section_has_a_link_where_answers_are_taken() -> None:
    desk = {"type": "skrivebord", "adresse": "https://desk.example"}
    hearing = Hearing(a_round(mottak=desk), hort=HEARD)
    html = bar([hearing], "1.0.0", "a-b", "../../", [Heading("begrunnelse", "Begrunnelse")])
    assert "felt=begrunnelse" in unquote(html) and "felt=kort_anbefaling" in html


@pytest.mark.parametrize(("code", "path"), [("nb", "/pilot/svar/"), ("nn", "/nn/pilot/svar/")])
def test_a_hook_leads_to_the_form_in_the_language_of_the_page(code: str, path: str) -> None:
    runde = a_round(id="pilot", mottak={"type": "skrivebord", "adresse": "https://svar.no/"})
    assert urlsplit(template(runde, "../", code)).path == path


@pytest.mark.parametrize("name", ["personvern", "publisering", "tittel"])
@pytest.mark.parametrize("stale", [False, True])
def test_a_stale_promise_is_shown_in_the_source_language(
    tmp_path: Path, name: str, stale: bool
) -> None:
    source = tmp_path / ROUND
    source.parent.mkdir(parents=True)
    source.write_text(TEXT, encoding="utf-8")
    mark = digest("noe annet" if stale else door.load(TEXT, ROUND)[0].get(name, ""))
    path = ROUND.replace(".yml", ".nn.yml")
    said = {name: "På nynorsk.", "oversatt_fra": {name: mark}}
    (tmp_path / path).write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    shown = read_rounds(tmp_path).translations[path].value
    kept = not stale or name == "tittel"
    assert (getattr(shown, name) == "På nynorsk.") == kept


@pytest.mark.parametrize("outcome", [None, "tatt til følge"])
def test_many_comments_of_one_kind_are_counted(case: Case, outcome: str | None) -> None:
    one = {"vurdering": decided(outcome)} if outcome else {}
    put_result(case, result(case, *[one] * 50))
    found = hearings(case).problems
    assert len(found) == 11
    assert sum("40 innspill" in problem.message for problem in found) == 1
