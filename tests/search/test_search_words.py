"""What search makes of words: stems, law sections, compounds, other words for the same."""

from __future__ import annotations

import pytest
from rettesnor.search.compounds import parts
from rettesnor.search.synonyms import related
from rettesnor.search.tokenizer import STOP, WEAK, asked_for, count_words, stem, words


@pytest.mark.parametrize("text, found", [
    ("Når eleven er borte", ["når", "eleven", "er", "borte"]),
    ("opplæringslova § 10-6", ["opplæringslova", "§10-6"]),
    ("opplæringslova 10-6", ["opplæringslova", "§10-6"]),
    ("§ 10–6 og §9-8", ["§10-6", "og", "§9-8"]),
    ("forvaltningsloven § 13 a", ["forvaltningsloven", "§13a"]),
    ("forvaltningsloven § 13 og", ["forvaltningsloven", "§13", "og"]),
    ("privatskolelova § 5-2a", ["privatskolelova", "§5-2a"]),
    ("etter § 13 i loven", ["etter", "§13", "loven"]),
    ("artikkel 12", ["artikkel", "12"]),
    ("PP-tjenesten", ["pp", "tjenesten"]),
    ("frava\u030ar", ["fravår"]),
    ("2026-11-22", ["2026", "11", "22"]),
])
def test_words(text: str, found: list[str]) -> None:
    assert [word for word in words(text) if len(word) > 1] == found


@pytest.mark.parametrize("one, other", [
    ("fraværet", "fravær"), ("planer", "planen"), ("skriftlige", "skriftleg"),
    ("kontaktlæreren", "kontaktlærer"), ("lærarane", "lærar"), ("hjemmet", "hjem"),
    ("opplæringsloven", "opplæringslova"), ("hjemmebesøkene", "hjemmebesøk"),
])
def test_inflected_words_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("one, other", [
    ("opplæring", "opplæringslova"), ("kommune", "kommuneloven"), ("plan", "plass"),
])
def test_different_words_do_not_meet(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_small_words_and_addresses_are_not_counted() -> None:
    counted = count_words("Planen er lagt på https://eksempel.no/plan-for-alle, og planen virker")
    assert counted == {"planen": 2, "lagt": 1, "virker": 1}


def test_words_for_strength_are_kept() -> None:
    assert not {"skal", "bør", "kan"} & STOP


FORMS = {"skole", "skolen", "fravær", "fraværet", "oppfølging", "plikt", "helse", "tjeneste",
         "helsetjeneste", "med", "hjemme", "besøk"}
STEMS = {stem(form) for form in FORMS}


@pytest.mark.parametrize("word, found", [
    ("skolefravær", ["skol", "fravær"]),
    ("oppfølgingsplikten", ["oppfølging", "plikt"]),
    ("skolehelsetjenesten", ["skol", "hels", "tjenest", "helsetjenest"]),
    ("hjemmebesøkene", ["hjem", "besøk"]),
    ("fraværet", []),
    ("medvirkning", []),
    ("20232024", []),
])
def test_compounds(word: str, found: list[str]) -> None:
    assert list(parts(word, FORMS, STEMS)) == found


def test_synonyms_lead_only_to_what_the_guideline_says() -> None:
    stems = {stem(word) for word in ("udokumentert", "fravær", "foresatte")}
    ways = related(
        [("udokumentert fravær", "skulk", "ugyldig fravær"), ("foresatte", "foreldre")], stems
    )
    assert ways["skulk"] == [(stem("udokumentert"), "fravær")]
    assert ways[stem("foreldre")] == [(stem("foresatte"),)]
    assert all(set(way) <= stems for found in ways.values() for way in found)


def test_nynorsk_leads_to_bokmaal_and_back() -> None:
    assert (stem("skole"),) in related([], {stem("skole")})[stem("skule")]
    assert (stem("skule"),) in related([], {stem("skule")})[stem("skole")]
    assert stem("skule") not in related([], {"plan"})


def test_everyday_words_lead_to_those_of_a_professional_text_and_not_back() -> None:
    stems = {stem(word) for word in ("foreldre", "foresatte", "mamma")}
    ways = related([], stems)
    assert ways[stem("mamma")] == [(stem("foreldre"),), (stem("foresatte"),)]
    assert (stem("mamma"),) not in ways.get(stem("foreldre"), [])


def test_everyday_words_lead_to_both_written_standards() -> None:
    ways = related([], {stem("føresette"), stem("foresatte")})
    assert set(ways[stem("mamma")]) == {(stem("føresette"),), (stem("foresatte"),)}


def test_small_words_of_a_phrase_need_not_stand_in_the_guideline() -> None:
    assert ("bort",) in related([], {"bort"})["fravær"]


def test_the_lists_of_words_share_no_word() -> None:
    assert not STOP & WEAK
    assert {"kan", "hele", "ting"} <= WEAK


def test_the_guidelines_own_everyday_words_lead_one_way() -> None:
    stems = {stem(word) for word in ("kontrollsum", "skjema", "føresette", "foresatte")}
    ways = related([], stems, [(("lappen", "arket på veggen"), ("skjema", "finst ikkje"))])
    assert ways[stem("lappen")] == [(stem("skjema"),)]
    assert ways["ark på vegg"] == [(stem("skjema"),)]
    assert (stem("lappen"),) not in ways.get(stem("skjema"), [])


def test_everyday_words_may_lead_to_words_that_are_alike_in_both_standards() -> None:
    # «slutte» and «slutta» are a pair of the list, and have one stem.
    everyday = [(("gi opp",), ("slutter planen",))]
    assert related([], {stem("slutter"), stem("planen")}, everyday)["gi opp"] == [
        (stem("slutter"), stem("planen"))
    ]


@pytest.mark.parametrize(("question", "found"), [
    ("Hvem har ansvaret?", ["?hvem"]), ("kven har ansvaret", ["?hvem"]),
    ("Hvor ofte skal vi ringe?", ["?mengd", "?vi"]), ("kor mange dagar", ["?mengd"]),
    ("Hvor står det?", ["?hvor"]), ("Jeg vet ikke når", ["?når", "?jeg"]),
    ("ka gjør æg no", ["?hva", "?jeg"]), ("plan for oppfølging", []),
])
def test_what_a_question_asks_for_and_who_asks(question: str, found: list[str]) -> None:
    assert asked_for(question) == found
    assert [stem(one) for one in found] == found
