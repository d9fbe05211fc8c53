"""The page of the self-check: a form for each level, usable on paper."""

from __future__ import annotations

import re
from dataclasses import replace

from rettesnor.model.audit import Kriterium, Tilsyn
from rettesnor.model.legal_basis import Rettsgrunnlag
from rettesnor.model.self_check import (
    Egenkontroll,
    Kontrollsporsmaal,
    Nivaa,
    Plikt,
    Svaralternativ,
)
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages.audit import criteria_page
from rettesnor.rendering.pages.self_check import self_check_makers

from tests.rendering.test_overviews import CONTEXT

WARD, HOSPITAL, NOBODY = (
    Nivaa("avdeling", "Avdeling", "Lederen svarer."), Nivaa("sykehus", "Sykehus"),
    Nivaa("ingen", "Ingen spurt"),
)
SCALE = (
    Svaralternativ("ja", "Ja", "oppfylt"), Svaralternativ("litt", "Litt", "delvis"),
    Svaralternativ("nei", "Nei", "ikke oppfylt"), Svaralternativ("uaktuelt", "Uaktuelt", "utenfor"),
)
WASH = Kontrollsporsmaal("vask", "Vasker alle <hender>?", ("avdeling", "sykehus"), "Se etter.")
PLAN = Kontrollsporsmaal("plan", "Er det en plan?", ("sykehus",), "", ("a",))
CHECK = Egenkontroll("Fyll ut hvert år.", (WARD, HOSPITAL, NOBODY), SCALE, (
    Plikt("smitte", "Hindre smitte", (Rettsgrunnlag("ukjent", "§ 4"),), (WASH, PLAN),
          "Det skal være rutiner.", ("a",)),
))


def shown(check: Egenkontroll = CHECK) -> Page:
    context = replace(CONTEXT, guideline=replace(CONTEXT.guideline, egenkontroll=check), memo={})
    (make,) = self_check_makers(context).values()
    return make()


def test_there_is_no_page_without_duties() -> None:
    assert self_check_makers(CONTEXT) == {}
    assert not Egenkontroll(nivaaer=(WARD,), svarskala=SCALE)


def test_each_level_is_asked_its_own_questions() -> None:
    ward, hospital = re.findall(r"<form .*?</form>", shown().body, re.S)
    assert ward.count("data-rn-question=") == 1 and hospital.count("data-rn-question=") == 2
    assert "Vasker alle &lt;hender&gt;?" in ward and "Er det en plan?" not in ward
    assert "Ingen spurt" not in shown().body, "a level that is asked nothing has no form"


def test_every_text_is_shown_with_what_it_rests_on() -> None:
    page = shown().body
    for text in (
        CHECK.om, "Lederen svarer.", "Hindre smitte", "Det skal være rutiner.", "ukjent § 4",
        "Tittel A", "Se etter.", *(one.navn for one in SCALE),
    ):
        assert text in page, text


def test_a_question_and_the_criteria_that_ask_the_same_lead_to_each_other() -> None:
    criteria = Tilsyn(kriterier=tuple(
        Kriterium(id_, f"Tittel {id_}", "Det bør være.", "Er det?", "Se etter.", "virksomhet")
        for id_ in ("k", "annet")
    ))
    duty = replace(CHECK.plikter[0], sporsmaal=(
        replace(WASH, kriterier=("k", "borte")), replace(PLAN, kriterier=("k",)),
    ))
    own = replace(
        CONTEXT.guideline, tilsyn=criteria, egenkontroll=replace(CHECK, plikter=(duty,))
    )
    context = replace(CONTEXT, guideline=own, memo={})
    (make,) = self_check_makers(context).values()
    body = make().body
    assert body.count('<a href="../tilsyn/#k" data-rn-criterion>Tittel k</a>') == 3
    assert "borte" not in body
    page = criteria_page(context).body
    for place, words in (
        ("sp_avdeling_vask", "Vasker alle &lt;hender&gt;?"), ("sp_sykehus_plan", PLAN.ordlyd),
    ):
        assert f'<a href="../egenkontroll/#{place}">{words}</a>' in page
        assert f'id="{place}"' in body
    assert page.count("Spørsmål i egenkontrollen") == 1


def test_fields_have_names_of_their_own_and_nothing_is_sent() -> None:
    body = shown().body
    ids = re.findall(r' id="([^"]+)"', body)
    assert len(ids) == len(set(ids))
    assert "action=" not in body and "method=" not in body and 'type="submit"' not in body
    for described in re.findall(r'aria-describedby="([^"]+)"', body):
        assert described in ids


def test_what_needs_a_script_is_hidden_without_one() -> None:
    body = shown().body
    for part in re.findall(r"<(?:section|div)[^>]*data-rn-tools[^>]*>", body):
        assert " hidden" in part
    assert body.count("<button") == body.count("data-rn-do=")
    assert "data-rn-paper" in body, "the follow-up list on paper"
