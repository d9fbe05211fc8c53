"""Moving a plan to a new national release: nothing local is lost, nothing overridden in silence.

PLAN_TRIPLES=10000 python -m pytest tests/plans/test_update.py -k every_word runs more random plans.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any, TypeVar

import pytest
from rettesnor.model.form_template import Mal
from rettesnor.plans.merge import words
from rettesnor.plans.national import National
from rettesnor.plans.resolve import ResolveError, resolve
from rettesnor.plans.text_merge import lines, merge_text, replaced
from rettesnor.plans.update import Update, conflict_data, update

from tests.support.plan_case import edition, national, phase, plan_data, recommendation

T = TypeVar("T")
TRIPLES = int(os.environ.get("PLAN_TRIPLES", "150"))
STEP = ("Rektor", "Ringer hjem.", "Samme dag")
OWN = {"hvem": "Rektor", "hva": "Ringer hjem og noterer.", "naar": "Samme dag"}


def entry(found: Update, id_: str) -> Mapping[str, Any]:
    return next(one for one in found.data["anbefalinger"] if one["id"] == id_)


def test_a_field_that_only_one_has_changed_is_taken_from_that_one() -> None:
    base = national([recommendation("samtale", steps=[STEP, ("Lærer", "Snakker.", "Først")])])
    new = national([recommendation("samtale", steps=[
        ("Rektor", "Ringer hjem.", "Innen to timer"), ("Lærer", "Snakker.", "Først"),
    ])], version="1.1.0")
    local = {"id": "samtale", "forhold": "tilpasset", "steg": [
        {"hvem": "Rektor", "hva": "Ringer hjem og noterer.", "naar": "Samme dag"},
        {"hvem": "Lærer", "hva": "Snakker.", "naar": "Først"},
        {"hvem": "Rådgiver", "hva": "Følger opp."},
    ]}
    found = update(plan_data(base, [local]), base, new)
    assert not found.conflicts
    assert entry(found, "samtale")["steg"] == [
        {"hvem": "Rektor", "hva": "Ringer hjem og noterer.", "naar": "Innen to timer"},
        *local["steg"][1:],
    ]
    assert found.data["bygger_paa"]["versjon"] == "1.1.0"
    assert [(one.kind, one.fields) for one in found.moved] == [
        ("endret", ("Steg for steg",))
    ]


def test_what_is_no_advice_is_not_listed_as_changed() -> None:
    old = recommendation("samtale", steps=[STEP])
    steps = tuple(
        replace(one, roller=("rektor",)) for one in old.praktisk_gjennomforing.steg
    )
    new = replace(
        old, svarer_paa=("Hvem ringer?",),
        praktisk_gjennomforing=replace(old.praktisk_gjennomforing, steg=steps),
    )
    base = national([old])
    found = update(plan_data(base, []), base, national([new], version="1.1.0"))
    assert not found.moved
    later = replace(new, praktisk_gjennomforing=replace(
        new.praktisk_gjennomforing, steg=(replace(steps[0], naar_i_lov=True),)
    ))
    found = update(plan_data(base, []), base, national([later], version="1.1.0"))
    assert [one.fields for one in found.moved] == [("Steg for steg",)]


def test_a_field_that_both_have_changed_is_a_conflict_with_all_three_texts() -> None:
    base = national([recommendation("samtale", steps=[STEP])])
    new = national(
        [recommendation("samtale", steps=[("Rektor", "Skriver brev.", "Samme dag")])],
        version="1.1.0",
    )
    found = update(
        plan_data(base, [{"id": "samtale", "forhold": "tilpasset", "steg": [OWN]}]), base, new
    )
    assert entry(found, "samtale")["steg"] == [OWN]
    (one,) = found.conflicts
    assert (one.place, one.base, one.national, one.local) == (
        "anbefalinger.samtale.steg.0.hva", "Ringer hjem.", "Skriver brev.",
        "Ringer hjem og noterer.",
    )


def test_a_number_of_the_plan_does_not_follow_to_another_sign() -> None:
    base = national([recommendation("samtale")], [phase("tidlig", signs=["Kommer for sent"])])
    new = national(
        [recommendation("samtale")], [phase("tidlig", signs=["Er urolig"])], version="1.1.0"
    )
    own = {"kjennetegn": "Kommer for sent", "grense": "3 ganger i måneden"}
    found = update(plan_data(
        base, [{"id": "samtale", "forhold": "følges"}], [{"id": "tidlig", "tegn": [own]}]
    ), base, new)
    assert found.data["faser"] == [{"id": "tidlig", "tegn": [own]}]
    assert [(one.place, one.kind) for one in found.conflicts] == [("faser.tidlig.tegn", "liste")]


def test_what_is_new_is_not_assessed_and_what_is_followed_needs_no_decision() -> None:
    base = national([recommendation("samtale")])
    new = national(
        [recommendation("samtale", "Skolen bør ringe"), recommendation("plan")], version="1.1.0"
    )
    found = update(plan_data(base, [{"id": "samtale", "forhold": "følges"}]), base, new)
    assert not found.conflicts
    assert entry(found, "plan") == {"id": "plan", "forhold": "ikke vurdert"}
    assert {(one.id, one.kind) for one in found.moved} == {("samtale", "endret"), ("plan", "ny")}


@pytest.mark.parametrize("strength", ["bør", "skal"])
def test_a_deviation_is_judged_again_when_sentence_or_strength_is_another(strength: str) -> None:
    deviation = {
        "hva": "Møtet holdes av PPT.", "hvorfor": "Få skoler.", "besluttet_av": "Kommunedirektøren",
        "besluttet_dato": "2026-01-01", "ny_vurdering": "2027-01-01",
    }
    base = national([recommendation("samtale")])
    sentence = "Skolen bør snakke med eleven" if strength == "skal" else "Skolen bør ringe"
    new = national([recommendation("samtale", sentence, strength=strength)], version="1.1.0")
    own = {"id": "samtale", "forhold": "avviker", "avvik": deviation}
    found = update(plan_data(base, [own]), base, new)
    assert entry(found, "samtale") == own
    assert [(one.kind, one.local) for one in found.conflicts] == [
        ("vurdering", "Møtet holdes av PPT.")
    ]


def test_a_withdrawn_recommendation_keeps_its_local_text_and_the_national_sentence() -> None:
    base = national([recommendation("samtale"), recommendation("brev", "Skolen bør skrive brev")])
    new = national([recommendation("samtale")], version="2.0.0", gone={"brev": ()})
    own = {"id": "brev", "forhold": "tilpasset", "merknad": "Vi bruker appen."}
    found = update(plan_data(base, [{"id": "samtale", "forhold": "følges"}, own]), base, new)
    assert entry(found, "brev") == {
        **own, "utgaatt": {"versjon": "2.0.0", "setning": "Skolen bør skrive brev."},
    }
    assert [(one.kind, one.id) for one in found.moved] == [("tatt ut", "brev")]
    kept = resolve(found.data, [{**one, "valg": "behold"} for one in listed(found)])
    assert entry_of(kept, "brev")
    dropped = resolve(found.data, [{**one, "valg": "nasjonal"} for one in listed(found)])
    assert not entry_of(dropped, "brev")


def test_local_text_follows_a_recommendation_that_got_a_new_id() -> None:
    base = national([recommendation("brev", steps=[STEP])])
    new = national(
        [recommendation("melding", steps=[STEP])], version="2.0.0", gone={"brev": ("melding",)}
    )
    own = {"id": "brev", "forhold": "tilpasset", "steg": [OWN]}
    found = update(plan_data(base, [own]), base, new)
    assert found.data["anbefalinger"] == [{**own, "id": "melding"}]
    assert not found.conflicts
    assert [(one.kind, one.note) for one in found.moved if one.id == "brev"] == [
        ("flyttet", "Teksten i planen er flyttet til «Om melding».")
    ]


def test_of_two_that_were_merged_the_one_with_words_comes_along_and_two_are_a_conflict() -> None:
    base = national([recommendation("brev"), recommendation("melding")])
    new = national([recommendation("melding")], version="2.0.0", gone={"brev": ("melding",)})
    own = {"id": "brev", "forhold": "tilpasset", "merknad": "Vi bruker appen."}
    found = update(plan_data(base, [own, {"id": "melding", "forhold": "følges"}]), base, new)
    assert found.data["anbefalinger"] == [{**own, "id": "melding"}]
    assert {(one.id, one.kind) for one in found.moved} == {("brev", "slått sammen")}
    other = {"id": "melding", "forhold": "tilpasset", "merknad": "Vi ringer."}
    found = update(plan_data(base, [own, other]), base, new)
    assert entry(found, "melding") == other
    assert entry(found, "brev")["utgaatt"]["i_stedet"] == ["melding"]


def test_a_deviation_does_not_take_the_place_of_what_is_followed() -> None:
    base = national([recommendation("brev"), recommendation("melding")])
    new = national([recommendation("melding")], version="2.0.0", gone={"brev": ("melding",)})
    own = {"id": "brev", "forhold": "avviker", "avvik": {
        "hva": "Vi ringer.", "hvorfor": "Få skoler.", "besluttet_av": "Rådet",
        "besluttet_dato": "2026-01-01", "ny_vurdering": "2027-01-01",
    }}
    found = update(plan_data(base, [own, {"id": "melding", "forhold": "følges"}]), base, new)
    assert entry(found, "melding") == {"id": "melding", "forhold": "følges"}
    assert entry(found, "brev")["utgaatt"]["i_stedet"] == ["melding"]
    assert [one.kind for one in found.conflicts] == ["borte"]


def test_of_the_templates_those_in_use_that_changed_are_listed() -> None:
    def release(version: str, *templates: Mal) -> National:
        made = edition([recommendation("brev")], (), version)
        guideline = replace(made.guideline, maler=templates)
        return National(version.encode(), replace(made, guideline=guideline))

    first = [Mal(id_, f"Mal {id_}", "Til møter.") for id_ in ("a", "b", "c", "d")]
    base = release("1.0.0", *first)
    new = release("1.1.0", replace(first[0], brukes_til="Til alle."), first[1],
                  replace(first[3], tittel="En annen"))
    found = update(plan_data(base, [], maler=[{"id": "a"}, {"id": "b"}, {"id": "c"}]), base, new)
    assert [(one.what, one.id, one.kind) for one in found.moved] == [
        ("mal", "a", "endret"), ("mal", "c", "tatt ut")
    ]
    assert found.data["maler"] == [{"id": "a"}, {"id": "b"}, {"id": "c"}]


def listed(found: Update) -> list[dict[str, Any]]:
    return list(conflict_data("1.0.0", "2.0.0", found.conflicts)["konflikter"])


def entry_of(data: Mapping[str, Any], id_: str) -> Any:
    return [one for one in data["anbefalinger"] if one["id"] == id_]


def test_each_choice_does_what_it_says_and_nothing_when_the_plan_is_another() -> None:
    base = national([recommendation("samtale", steps=[STEP])])
    new = national(
        [recommendation("samtale", steps=[("Rektor", "Skriver brev.", "Samme dag")])],
        version="1.1.0",
    )
    found = update(
        plan_data(base, [{"id": "samtale", "forhold": "tilpasset", "steg": [OWN]}]), base, new
    )
    (one,) = listed(found)

    def chosen(**more: Any) -> str:
        data = resolve(found.data, [{**one, **more}])
        return str(entry_of(data, "samtale")[0]["steg"][0]["hva"])

    assert chosen(valg="behold") == "Ringer hjem og noterer."
    assert chosen(valg="nasjonal") == "Skriver brev."
    assert chosen(valg="egen", egen="Ringer og skriver.") == "Ringer og skriver."
    with pytest.raises(ResolveError, match="under «egen»"):
        chosen(valg="egen")
    changed = copy.deepcopy(found.data)
    entry_of(changed, "samtale")[0]["steg"][0]["hva"] = "Noe annet."
    with pytest.raises(ResolveError, match="en annen enn"):
        resolve(changed, [{**one, "valg": "nasjonal"}])


def test_what_each_changed_in_its_own_paragraph_is_taken_in() -> None:
    base = "Ring hjem.\n\nNoter i systemet.\n\nSpør eleven."
    made = merge_text(base, f"{base}\n\nSkriv brev.", base.replace("Ring", "Ring alltid"))
    assert (made.text, made.disputed, made.taken) == (
        "Ring alltid hjem.\n\nNoter i systemet.\n\nSpør eleven.\nSkriv brev.", (), True
    )


def test_of_a_text_only_the_paragraph_that_both_changed_is_a_conflict() -> None:
    base = "Ring hjem.\nNoter i systemet.\nSpør eleven."
    national, local = (
        "Ring hjem.\nNoter i journalen.\nSpør eleven igjen.",
        "Ring hjem samme dag.\nNoter i Visma.\nSpør eleven.",
    )
    made = merge_text(base, national, local)
    assert made.text == "Ring hjem samme dag.\nNoter i Visma.\nSpør eleven igjen."
    (one,) = made.disputed
    assert (one.base, one.national, one.local) == (
        "Noter i systemet.", "Noter i journalen.", "Noter i Visma."
    )
    assert replaced(made.text, one.local, one.national) == (
        "Ring hjem samme dag.\nNoter i journalen.\nSpør eleven igjen."
    )


def test_a_paragraph_that_one_removed_and_the_other_changed_is_named_with_its_neighbour() -> None:
    base, national, local = "En.\nTo.\nTre.", "En.\nTo og to.\nTre.", "En.\nTre."
    made = merge_text(base, national, local)
    assert made.text == local
    (one,) = made.disputed
    assert (one.base, one.national, one.local) == ("To.\nTre.", "To og to.\nTre.", "Tre.")
    assert replaced(made.text, one.local, one.national) == national


# Random triples ----------------------------------------------------------------------------------

LINES = [f"{a}{b}" for a in "abcdefgh" for b in "klmn"]
IDS = ("en", "to", "tre")


class Triple:
    """Base, national, and a plan that begins with the base's words and changes some.

    Plain random numbers by a seed: a search for the smallest failing plan takes far longer than
    thousands of new plans, and a seed is enough to see one again.
    """

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        old, new = self.national(), self.national()
        for part in (0, 1):  # mostly the same as before, so that there is something to merge
            for id_ in old[part]:
                if self.maybe():
                    new[part][id_] = self.nearly(old[part][id_]) if part == 0 else old[part][id_]
        moves = {id_: self.random.choice(IDS) for id_ in IDS if self.maybe()}
        gone = {id_: (to,) for id_, to in moves.items() if id_ not in new[0]}
        self.base, self.new = made(old, "1.0.0", {}), made(new, "1.1.0", gone)
        self.plan = plan_data(
            self.base, [self.entry(id_, steps) for id_, (_, steps) in old[0].items()],
            [self.phase(id_, parts) for id_, parts in old[1].items()],
        )

    def maybe(self) -> bool:
        return self.random.random() < 0.5

    def text(self) -> str:
        size = 1 if self.maybe() else self.random.randint(2, 4)
        return "\n".join(self.random.choices(LINES, k=size))

    def many(self, most: int, one: Callable[[], T]) -> list[T]:
        return [one() for _ in range(self.random.randint(0, most))]

    def national(self) -> tuple[dict[str, Any], dict[str, Any]]:
        def step() -> tuple[str, str, str]:
            return self.random.choice(["Rektor", "Lærer"]), self.text(), self.text()

        def phase_() -> Any:
            signs, joins = self.many(3, self.text), self.many(2, lambda: (self.text(), self.text()))
            return signs, joins, {
                name: self.text() for name in ("start", "maal", "videre") if self.maybe()
            }

        ids = self.random.sample(IDS, self.random.randint(1, 3))
        return (
            {id_: (self.text(), self.many(4, step)) for id_ in ids},
            {id_: phase_() for id_ in ("f", "g") if self.maybe()},
        )

    def nearly(self, before: Any) -> Any:
        """Return a national recommendation with some of its steps altered."""
        sentence, steps = before
        return sentence, [
            (who, self.altered(what) if self.maybe() else what, when) for who, what, when in steps
        ]

    def altered(self, text: str) -> str:
        """Return a text with a line that is changed, added or taken out."""
        found = text.split("\n")
        at = self.random.randint(0, len(found))
        found[at:at + self.random.randint(0, 1)] = self.random.choices(LINES, k=self.maybe())
        return "\n".join(found) or self.text()

    def changed(self, items: list[dict[str, str]], name: str) -> list[dict[str, str]]:
        found = []
        for item in items:
            what = self.random.choice(["keep", "drop", "change", "add"])
            if what != "drop":
                text = self.altered(item[name]) if what == "change" else item[name]
                found.append({**item, name: text})
            if what == "add":
                found.append({**item, name: self.text()})
        return found

    def entry(self, id_: str, steps: list[tuple[str, str, str]]) -> dict[str, Any]:
        relation = self.random.choice(["følges", "tilpasset", "ikke vurdert"])
        if relation != "tilpasset":
            return {"id": id_, "forhold": relation}
        names = ("hvem", "hva", "naar")
        own = self.changed([dict(zip(names, step, strict=True)) for step in steps], "hva")
        own += self.many(4, lambda: {name: self.text() for name in names})
        return {"id": id_, "forhold": relation} | (
            {"steg": own} if own else {"merknad": self.text()}
        )

    def phase(self, id_: str, parts: Any) -> dict[str, Any]:
        signs, joins, texts = parts
        one: dict[str, Any] = {"id": id_, **{
            name: self.altered(text) if self.maybe() else text for name, text in texts.items()
        }}
        own_signs = self.changed([{"kjennetegn": text} for text in signs], "kjennetegn")
        for sign in own_signs:
            if self.maybe():
                sign["grense"] = self.text()
        if own_signs:
            one["tegn"] = own_signs
        if own := self.changed([{"hvem": who, "naar": when} for who, when in joins], "naar"):
            one["kobles_paa"] = own
        return one


def made(parts: Any, version: str, gone: Mapping[str, tuple[str, ...]]) -> National:
    """Return a release. Its steps are Markdown: a blank line before each paragraph."""
    recommendations, phases = parts
    release = edition(
        [
            recommendation(id_, text, [
                (who, what.replace("\n", "\n\n"), when) for who, what, when in steps
            ])
            for id_, (text, steps) in recommendations.items()
        ],
        [phase(id_, "", signs, joins, **texts) for id_, (signs, joins, texts) in phases.items()],
        version,
    )
    return National(version.encode(), release, gone)  # no update reads the bytes


@pytest.mark.timeout(0)
def test_every_word_is_in_the_result_or_in_a_named_conflict() -> None:
    for seed in range(TRIPLES):
        one = Triple(seed)
        try:
            assert_nothing_lost(one.base, one.new, one.plan)
        except Exception as error:
            raise AssertionError(f"Triple({seed}): {error!r}") from error


def assert_nothing_lost(base: National, new: National, data: dict[str, Any]) -> None:
    before = copy.deepcopy(data)
    found = update(data, base, new)
    assert data == before
    said = {
        line for part in (found.data, [[c.base, c.national, c.local] for c in found.conflicts])
        for line in said_in(part)
    }
    national_before = national_texts(base)
    own = [
        {name: value for name, value in one.items() if name not in ("id", "forhold")}
        for one in (*data["anbefalinger"], *data.get("faser", []))
    ]
    for text in said_in(own):
        # What it has word for word from the old release may go when that release's text goes.
        assert text in said or text in national_before
    for entry_ in found.data["anbefalinger"]:
        id_ = entry_["id"]
        if id_ not in new.edition.recommendations or "steg" not in entry_:
            continue  # nothing of its own: the national text is what the plan shows
        for step in new.edition.recommendations[id_].praktisk_gjennomforing.steg:
            for text in said_in([step.hvem, step.hva, step.naar]):
                assert text in said or text in national_before
    assert_resolvable(found)


def said_in(value: Any) -> set[str]:
    """Return every line of every text."""
    return {one.text for text in words(value) for one in lines(text)}


def national_texts(one: Any) -> set[str]:
    found = {r.kort_anbefaling for r in one.edition.recommendations.values()}
    for r in one.edition.recommendations.values():
        for step in r.praktisk_gjennomforing.steg:
            found |= {step.hvem, step.hva, step.naar}
    for p in one.edition.guideline.faser:
        found |= {p.start, p.maal, p.videre, *(s.kjennetegn for s in p.tegn)}
        found |= {text for join in p.kobles_paa for text in (join.hvem, join.naar)}
    return said_in([*found])


def assert_resolvable(found: Update) -> None:
    """Every conflict can be decided either way, and keeping all changes nothing."""
    choices = listed(found)
    assert resolve(found.data, [{**one, "valg": "behold"} for one in choices]) == found.data
    resolve(found.data, [
        {**one, "valg": "behold" if one["slag"] == "vurdering" else "nasjonal"} for one in choices
    ])
