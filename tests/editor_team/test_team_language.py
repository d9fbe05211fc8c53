"""The team's pages in nynorsk: the switch, and what it changes in a case and outside."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from rettesnor_editor.team.desk import workspace
from rettesnor_editor.team.models import Case, State

from tests.editor_team.test_cases import NOTE, begin, save, send

SignIn = Callable[..., Any]


def test_the_switch_changes_all_pages(root: Path, sign_in: SignIn) -> None:
    kari = sign_in("kari", full="Kari Nes")
    case = begin(kari)
    assert '<html lang="nb">' in kari.get(f"{case}forslag/").content.decode()
    answer = kari.post("/redaksjon/sprak/", {"language": "nn", "next": f"{case}forslag/"})
    assert answer.status_code == 302 and answer.headers["Location"] == f"{case}forslag/"
    cookie = answer.cookies["redaksjon-maalform"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["max-age"]
    front = kari.get("/redaksjon/").content.decode()
    for said in ('<html lang="nn">', "Sakene mine", "Kva gjeld saka?", "Under arbeid", "Høyringar"):
        assert said in front, said
    stopped = send(kari, case).content.decode()
    assert "Saka endrar ingenting enno." in stopped and "Saken " not in stopped
    assert f'name="next" value="{case}forslag/"' in stopped, "the switch leads to a page"
    assert "Saka finst ikkje" in kari.get("/redaksjon/sak/999/").content.decode()
    back = kari.post(f"{case}sprak/", {"language": "nb", "next": f"{case}forslag/"})
    assert back.headers["Location"] == f"{case}forslag/"
    assert "Forslaget i sak" in kari.get(f"{case}forslag/").content.decode()
    away = kari.post(f"{case}sprak/", {"language": "nb", "next": "https://ond.example/"})
    assert "ond.example" not in away.headers["Location"]


def test_the_hearing_desk_keeps_its_own_cookie() -> None:
    from django.conf import global_settings
    from rettesnor_horing import settings as hearing

    assert not hasattr(hearing, "LANGUAGE_COOKIE_NAME")
    assert django_settings.LANGUAGE_COOKIE_NAME != global_settings.LANGUAGE_COOKIE_NAME


def test_states_are_in_the_language_of_the_page(root: Path) -> None:
    from django.utils import translation

    with translation.override("nn"):
        said = [Case(state=state).state_name for state in State]
    assert said == ["Under arbeid", "Til vurdering", "Godkjend", "Lagd bort"]


def test_those_who_may_release_have_the_way_to_it_everywhere(
    root: Path, sign_in: SignIn
) -> None:
    per, kari = sign_in("per", "utgiver"), sign_in("kari")
    case = begin(per)
    for page in ("/redaksjon/", case, f"{case}forslag/"):
        assert 'href="/redaksjon/publisering/"' in per.get(page).content.decode(), page
        assert "/redaksjon/publisering/" not in kari.get(page).content.decode(), page


def test_a_proposal_has_dates_in_words_and_titles_for_ids(root: Path, sign_in: SignIn) -> None:
    kari = sign_in("kari")
    case = begin(kari)
    save(kari, case, root, note=NOTE, **{"se_ogsaa.0": "jevnlig-dialog"})
    shown = kari.get(f"{case}forslag/").content.decode()
    text = " ".join(re.sub("<[^>]+>", " ", shown).split())
    assert "28. november 2026" in text and "2026-11-28" not in text
    titles = {entry.id: entry.tittel for entry in workspace().project().entries}
    for one in ("hovedansvarlig", "jevnlig-dialog"):
        assert titles[one] and set(titles[one].split()) <= set(text.split())
    changes = " ".join(re.findall(r'class="was">(.*?)</div>', shown, re.S))
    assert f"{titles['egne-moter']}; {titles['involvere-pp-tjenesten']}" in changes
    assert "<ins>" in changes and "jevnlig-dialog" not in changes, "ids are for files"
    assert "<dd>skriftlig-plan</dd>" not in shown, "the change note names what it is about"
    assert f"<dd>{titles['skriftlig-plan']}</dd>" in shown
