"""Each deed carried out at the desk, as a browser posts it, and what the files say afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from rettesnor.model.problem import Severity
from rettesnor.publishing.inspection import inspect
from rettesnor.reading.project import Project, read_project

from tests.editor.desk_server import DAY, Server, running
from tests.editor.test_desk import fields_of

WHY = {"hvorfor": "Rådene hører sammen.", "besluttet_av": "Avdeling for skolemiljø"}


@pytest.fixture
def own(root: Path) -> Iterator[Server]:
    with running(root) as server:
        yield server.enter()


def project(desk: Server) -> Project:
    found = read_project(desk.root)
    errors = [
        one for one in inspect(found, date.fromisoformat(DAY)).problems
        if one.severity is Severity.ERROR
    ]
    assert not errors, errors
    return found


def order(desk: Server) -> dict[str, list[str]]:
    guideline = project(desk).guideline
    assert guideline is not None
    return {one.id: list(one.anbefalinger) for one in guideline.kapitler}


def done(desk: Server, name: str, fields: dict[str, object]) -> None:
    whole = {**desk.form(f"/gjor/{name}/"), **fields}
    shown = desk.post(f"/gjor/{name}/", {**whole, "gjor": "vis"})
    assert shown.status == 200 and "Dette vil skje" in shown.text, shown.text
    answer = desk.post(f"/gjor/{name}/", {**whole, "gjor": "gjor"})
    assert answer.status == 302, answer.text


def test_move_split_merge_and_a_new_name(own: Server) -> None:
    """One after the other: each finds the files as the one before left them."""
    before = order(own)
    start = next(id_ for id_, there in before.items() if "skriftlig-plan" in there)
    other = next(id_ for id_ in before if id_ != start)
    done(own, "flytt", {
        "anbefaling": "skriftlig-plan", "kapittel": other, "etter": before[other][0], **WHY,
    })
    assert order(own)[other][:2] == [before[other][0], "skriftlig-plan"]
    done(own, "del", {
        "anbefaling": "skriftlig-plan", "titler@vist": "1", "titler.0@fra": "",
        "titler.0": "Plan for oppstart", "titler.1@fra": "", "titler.1": "Plan for resten",
        "behold": "ja", "behold@vist": "1", **WHY,
    })
    there = order(own)[other]
    made = [id_ for id_ in there if id_ not in before[other] and id_ != "skriftlig-plan"]
    assert len(made) == 2
    done(own, "sla-sammen", {
        "inn_i": made[0], "andre@vist": "1", "andre.0@fra": "", "andre.0": made[1], **WHY,
    })
    assert made[1] not in order(own)[other]
    done(own, "nytt-navn", {"kapittel": other, "tittel": "Et helt nytt navn", **WHY})
    guideline = project(own).guideline
    assert guideline is not None
    assert "Et helt nytt navn" in [one.tittel for one in guideline.kapitler]


@pytest.mark.parametrize("name, fields, missing", [
    ("flytt", {"anbefaling": "skriftlig-plan"}, "Kapittel"),
    ("del", {"anbefaling": "skriftlig-plan", **WHY}, "Titler"),
    ("sla-sammen", {"inn_i": "skriftlig-plan", **WHY}, "De andre"),
    ("nytt-navn", {"tittel": "Nytt", **WHY}, "Kapittel"),
])
def test_what_is_missing_is_said(
    desk: Server, name: str, fields: dict[str, str], missing: str
) -> None:
    answer = desk.post(f"/gjor/{name}/", {**desk.form(f"/gjor/{name}/"), **fields, "gjor": "vis"})
    assert answer.status == 422 and missing in answer.text


def saved(desk: Server, kind: str, name: str, fields: dict[str, object]) -> None:
    path = f"/rediger/{kind}/{name}/"
    answer = desk.post(path, {**desk.form(path), **fields, "gjor": "lagre", "uten": "1"})
    assert answer.status == 302, answer.text


def test_a_new_source_law_section_and_term(own: Server) -> None:
    """Each is then in the lists that others choose from."""
    saved(own, "kilde", "ny", {
        "id": "prove-2026", "type": "report", "title": "En prøve", "issued.date-parts": "2026-05",
        "author@vist": "1", "author.0@fra": "", "author.0.literal": "Prøveetaten",
        "publisher": "Prøveetaten",
    })
    saved(own, "lov", "ny", {
        "id": "prøveloven", "type": "lov", "korttittel": "prøveloven",
        "tittel": "Lov om prøver", "lenke": "https://lovdata.no/dokument/NL/lov/2020-01-01-1",
        "dato": "2020-01-01", "nummer": "1", "paragrafer@vist": "1", "paragrafer.0@fra": "",
        "paragrafer.0.paragraf": "§ 1", "paragrafer.0.overskrift": "Formål",
    })
    saved(own, "begrep", "ny", {
        "id": "prove", "term": "prøve", "definisjon": "Et forsøk som viser om noe virker.",
    })
    found = read_project(own.root).guideline
    assert found is not None
    assert found.kilder["prove-2026"]["issued"] == {"date-parts": [[2026, 5]]}
    assert "prove" in [one.id for one in found.termer]
    lists = {
        name: json.loads(own.get(f"/valg/{name}/{query}").text) for name, query in (
            ("sources", ""), ("terms", ""), ("laws", ""), ("references", ""),
            ("sections", "?lov=pr%C3%B8veloven"),
        )
    }
    assert {"value": "prove-2026", "label": "En prøve (prove-2026)",
            "short": "Prøveetaten, 2026"} in lists["sources"]
    assert "prøve" in [one["value"] for one in lists["terms"]]
    assert "prøveloven § 1" in [one["value"] for one in lists["references"]]
    assert [one["value"] for one in lists["sections"]] == ["§ 1"]
    answer = own.get("/nytt/sections/?lov=pr%C3%B8veloven")
    assert answer.status == 302
    page = own.get(answer.headers["Location"]).text
    assert 'name="paragrafer.1.paragraf"' in page and 'name="velg" value="sections"' in page


def test_the_work_on_the_guideline_is_saved_and_asks_for_no_change_note(own: Server) -> None:
    """A report becomes a question on the road map, and is answered; no release is needed."""
    saved(own, "sporsmal", "ny", {
        "id": "nytt-tema", "tittel": "Et nytt tema", "tilstand": "planlagt",
        "anbefalinger@vist": "1", "anbefalinger.0@fra": "", "anbefalinger.0": "skriftlig-plan",
    })
    saved(own, "melding", "ny", {
        "id": "forste", "mottatt": "2026-11-01", "melder": "virksomhet", "navn": "Etaten",
        "sak": "Temaet mangler.", "besvart": "2026-11-20", "avgjorelse": "på veikartet",
        "svar": "Det står nå på veikartet.", "paa_veikartet": "nytt-tema",
    })
    saved(own, "mottak", "mottak", {"mottak.navn": "Etaten", "mottak.epost": "post@eksempel.no"})
    found = read_project(own.root).guideline
    assert found is not None
    work = found.utvikling
    assert work.veikart[-1].tittel == "Et nytt tema" and len(work.veikart) > 1
    assert work.meldinger[0].paa_veikartet == "nytt-tema" and work.receives
    assert "Et nytt tema" in own.get("/rediger/melding/ny/").text
    path = "/rediger/mottak/mottak/"
    answer = own.post(path, {**own.form(path), "mottak.navn": "Etaten selv", "gjor": "lagre"})
    assert answer.status == 302, "no note is asked for"
    assert "Temaet mangler." in own.get("/liste/melding/").text


def test_a_question_on_the_road_map_is_moved_on_and_postponed_with_a_reason(own: Server) -> None:
    """Its fields are called as the form's own were once: ``grunn`` and ``tilstand``."""
    name = "los-eller-mentor"
    for state, reason in (("søk pågår", ""), ("utsatt", "Det er ikke nok forskning ennå.")):
        saved(own, "sporsmal", name, {"tilstand": state, "grunn": reason})
        found = read_project(own.root).guideline
        assert found is not None
        (question,) = [one for one in found.utvikling.veikart if one.id == name]
        assert (question.tilstand, question.grunn) == (state, reason)


def test_what_is_made_for_a_list_leads_back_to_it(own: Server) -> None:
    path = "/rediger/begrep/ny/"
    fields = {
        **own.form(path), "id": "prove", "term": "prøve", "definisjon": "Et forsøk, kort sagt.",
        "velg": "terms", "gjor": "lagre",
    }
    answer = own.post(path, fields)  # no note: what it is made for gets one
    assert answer.headers["Location"].startswith("/valgt/?velg=terms")
    assert 'data-picked="terms"' in own.get(answer.headers["Location"]).text
    evil = own.get("/valgt/?velg=%22%3E%3Cscript%3E&verdi=%22%3E%3Cscript%3E").text
    assert '"><script>' not in evil


def test_nynorsk_is_saved_with_what_it_is_made_from(own: Server) -> None:
    fields = fields_of(own, "oversettelse", "skriftlig-plan.nn")
    path = "/rediger/oversettelse/skriftlig-plan.nn/"
    answer = own.post(path, {**fields, "tittel": "Skriftleg plan for eleven", "gjor": "lagre",
                             "uten": "1"})
    assert answer.status == 302, answer.text
    file = own.root / "recommendations/skolens-oppfolging/skriftlig-plan.nn.yml"
    assert "tittel: Skriftleg plan for eleven" in file.read_text(encoding="utf-8")
    entry = next(
        one for one in project(own).translations
        if one.id == "skriftlig-plan" and one.language == "nn"
    )
    assert not entry.stale and not entry.unmarked


def test_problems_in_other_files_are_named(desk: Server) -> None:
    """The glossary loses a word that recommendations use: they are named, with the field."""
    guideline = read_project(desk.root).guideline
    assert guideline is not None
    term = next(one for one in guideline.termer if one.term == "oppfølgingsplan")
    path = f"/rediger/begrep/{term.id}/"
    fields = {**fields_of(desk, "begrep", term.id), "term": "et helt annet ord", "nr": "1"}
    found = json.loads(desk.post(f"{path}sjekk/", fields).text)
    place, url, text = next(
        one for one in found["others"] if one[0].startswith("Skriftlig plan for oppfølging: ")
    )
    assert place.split(": ")[1][0].isupper(), "the label that the form has"
    form, _, field = url.partition("#")
    assert form == "/rediger/anbefaling/skriftlig-plan/" and f'id="{field}"' in desk.get(form).text
    assert not re.search(r"\.yml|«[a-z]+_[a-z]+", text), text
    desk.post(path, {**fields, "gjor": "forkast"})


@pytest.mark.parametrize(("kind", "folder"), [("mal", "maler"), ("kurs", "kurs")])
def test_a_template_and_a_course_are_taken_out(own: Server, kind: str, folder: str) -> None:
    path = next(
        one for one in sorted((own.root / "guideline" / folder).glob("*.yml"))
        if one.name.count(".") == 1
    )
    page = own.get(f"/rediger/{kind}/{path.stem}/").text
    assert f'href="/gjor/ta-ut-{kind}/?{kind}={path.stem}"' in page
    asked = own.get(f"/gjor/ta-ut-{kind}/?{kind}={path.stem}").text
    assert f'value="{path.stem}" selected' in asked
    done(own, f"ta-ut-{kind}", {kind: path.stem, **WHY})
    left = [one.name for one in (own.root / "guideline" / folder).iterdir()]
    assert not [name for name in left if name.startswith(f"{path.stem}.")] and left
    project(own)
    assert "ta-ut" not in own.get(f"/rediger/{kind}/{path.stem}/").text, "it is a new one now"
