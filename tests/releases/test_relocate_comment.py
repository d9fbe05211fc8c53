"""Finding a place again in a later text: never a wrong one silently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rettesnor.model.hearing import Address, Place, Quote
from rettesnor.releases.relocate_comment import AROUND, Located, LocateError, locate

PLAN = (
    "Skolen lager en skriftlig plan sammen med eleven og foresatte. Planen sier hvem som gjør hva, "
    "og når den skal vurderes. Den er kort, og alle som har en oppgave, har fått den."
)
TALK = (
    "Kontaktlæreren snakker med eleven i løpet av den første uka. Samtalen handler om hva som gjør "
    "det vanskelig å komme, og hva som kan hjelpe."
)
LAW = "Eleven har rett til å bli hørt i alt som gjelder henne eller ham på skolen."
OLD = (
    Place("plan", "praktisk", "praktisk-aaaaa", PLAN),
    Place("plan", "praktisk", "praktisk-bbbbb", TALK),
    Place("plan", "lov", "lov-ccccc", LAW), Place("samtale", "lov", "lov-ccccc", LAW),
)
SENTENCE = "Planen sier hvem som gjør hva, og når den skal vurderes."


def quoted(exact: str = SENTENCE, **fields: str) -> Address:
    place = {"anbefaling": "plan", "felt": "praktisk", **fields}
    return Address(sitat=Quote(exact), **place)


def with_first(text: str, anchor: str = "praktisk-ddddd") -> tuple[Place, ...]:
    return (Place("plan", "praktisk", anchor, text), *OLD[1:])


def holds(found: Located, new: tuple[Place, ...]) -> None:
    """Check what every answer promises."""
    if found.place is not None:
        assert found.place in new
        assert found.quote is not None and found.quote.exact in found.place.tekst
        assert len(found.quote.prefix) <= AROUND >= len(found.quote.suffix)
    if found.verdict == "changed":
        assert 0 < found.similarity <= 1 and found.redline
    if found.verdict == "gone":
        assert found == Located("gone")


@pytest.mark.parametrize("place", OLD, ids=lambda place: place.avsnitt)
def test_the_same(place: Place) -> None:
    address = Address(anbefaling=place.anbefaling, felt=place.felt, avsnitt=place.avsnitt)
    found = locate(address, OLD, OLD)
    assert (found.verdict, found.place, found.similarity) == ("same", place, 1.0)
    assert found.quote == Quote(place.tekst)


def test_the_same_words_in_a_paragraph_that_changed_elsewhere() -> None:
    new = with_first(PLAN.replace("oppgave, har fått den", "oppgave, får den"))
    found = locate(quoted(), OLD, new)
    assert (found.verdict, found.place) == ("same", new[0])
    assert found.quote is not None and found.quote.exact == SENTENCE


def test_changed_words_come_with_the_redline() -> None:
    new = with_first(PLAN.replace("når den skal vurderes", "hvilken dag den skal vurderes"))
    found = locate(quoted(), OLD, new)
    assert found.verdict == "changed" and found.quote is not None
    assert found.quote.exact == "Planen sier hvem som gjør hva, og hvilken dag den skal vurderes."
    assert 0.5 < found.similarity < 1
    kinds = {(p.kind, p.text.strip()) for p in found.redline}
    assert ("del", "når") in kinds and ("ins", "hvilken dag") in kinds
    holds(found, new)


def test_words_that_stand_though_all_around_them_changed_are_not_called_the_same() -> None:
    new = with_first(f"Dette er nytt. {SENTENCE} Resten av avsnittet er også skrevet på nytt nå.")
    assert locate(quoted(), OLD, new).verdict in ("changed", "gone")


def test_moved_within_and_between_recommendations() -> None:
    for target in (Place("plan", "grunn", "grunn-aaaaa", PLAN), Place("ny", "grunn", "x", PLAN)):
        new = (*OLD[1:], target)
        found = locate(quoted(), OLD, new)
        assert (found.verdict, found.place) == ("moved", target)


def test_what_also_stands_elsewhere_is_not_moved_there() -> None:
    new = tuple(place for place in OLD if (place.anbefaling, place.felt) != ("plan", "lov"))
    address = Address(anbefaling="plan", felt="lov", avsnitt="lov-ccccc")
    assert locate(address, OLD, new).verdict == "gone"


def test_short_words_are_not_known_again_elsewhere() -> None:
    old = (Place("a", "x", "x-1", "Kort."), Place("a", "y", "y-1", LAW))
    new = (Place("b", "x", "x-1", "Kort."), Place("a", "y", "y-1", LAW))
    assert locate(Address(anbefaling="a", felt="x"), old, new).verdict == "gone"


def test_gone() -> None:
    assert locate(quoted(), OLD, OLD[1:]).verdict == "gone"
    new = with_first(PLAN.replace(f"{SENTENCE} ", ""))
    assert locate(quoted(), OLD, new).verdict == "gone"


def test_two_places_that_are_as_like_are_no_answer() -> None:
    half = PLAN.replace("kort", "lang")
    new = (Place("plan", "praktisk", "a", half), Place("plan", "praktisk", "b", f"{half} Ja."),
           *OLD[1:])
    old = (Place("plan", "praktisk", "c", PLAN), *OLD[1:])
    found = locate(quoted("Den er kort, og alle"), old, new)
    assert found.verdict == "gone"


def test_successors_are_looked_in_when_the_recommendation_is_gone() -> None:
    near = PLAN.replace("skriftlig plan", "skriftlig plan uten opphold")
    new = (Place("ny-plan", "praktisk", "x", near),)
    address = quoted("Skolen lager en skriftlig plan sammen med eleven")
    assert locate(address, OLD, new).verdict == "gone"
    found = locate(address, OLD, new, ["ny-plan"])
    assert (found.verdict, found.place) == ("changed", new[0])


def test_whole_fields_and_recommendations() -> None:
    field = Address(anbefaling="plan", felt="praktisk")
    assert locate(field, OLD, OLD).verdict == "same"
    assert locate(field, OLD, with_first(PLAN + " Nytt.")).verdict == "changed"
    assert locate(Address(anbefaling="plan"), OLD, OLD[3:]).verdict == "gone"
    moved = tuple(Place("ny", p.felt, p.avsnitt, p.tekst) for p in OLD[:3])
    assert locate(Address(anbefaling="plan"), OLD, moved, ["ny"]).verdict == "moved"


@pytest.mark.parametrize(
    "address",
    [Address(), Address(kapittel="skole"), Address(anbefaling="finnes-ikke"),
     quoted("Dette står ikke der."), quoted("e"), quoted(avsnitt="praktisk-zzzzz")],
)
def test_what_was_never_there_is_refused(address: Address) -> None:
    with pytest.raises(LocateError):
        locate(address, OLD, OLD)


def test_what_stands_around_tells_equal_words_apart() -> None:
    old = (Place("a", "x", "x-1", "Én plan. To planer. Én plan. Tre planer."),)
    with pytest.raises(LocateError):
        locate(Address(anbefaling="a", sitat=Quote("Én plan.")), old, old)
    later = Address(anbefaling="a", sitat=Quote("Én plan.", suffix=" Tre"))
    found = locate(later, old, old)
    assert found.quote is not None and found.quote.suffix == " Tre planer."


WORDS = st.lists(st.sampled_from(["eleven", "skolen", "plan", "møte", "og", ".", "snart", "bør"]),
                 min_size=1, max_size=14).map(" ".join)
TEXTS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), WORDS), min_size=1,
                 max_size=6)


def edition(texts: list[tuple[str, str, str]]) -> tuple[Place, ...]:
    return tuple(Place(a, f, f"{f}-{n}", text) for n, (a, f, text) in enumerate(texts))


@given(TEXTS, TEXTS, st.integers(0, 5), st.integers(0, 60), st.integers(1, 60))
def test_promises_hold_for_any_texts(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]], which: int, start: int,
    size: int,
) -> None:
    old, new = edition(before), edition(after)
    place = old[which % len(old)]
    exact = place.tekst[start : start + size].strip()
    address = Address(
        anbefaling=place.anbefaling, felt=place.felt, avsnitt=place.avsnitt, sitat=Quote(exact)
    )
    try:
        found = locate(address, old, new)
    except LocateError:
        return
    holds(found, new)
    if found.verdict in ("same", "moved"):
        assert found.quote is not None and found.place is not None
        assert found.quote.exact == (exact or place.tekst)
        at = place.tekst.index(found.quote.exact)
        assert place.tekst[:at].endswith(found.quote.prefix) or exact
        here = (found.place.anbefaling, found.place.felt) == (place.anbefaling, place.felt)
        assert here == (found.verdict == "same")


@given(TEXTS, st.integers(0, 5))
def test_nothing_is_lost_when_nothing_changed(
    texts: list[tuple[str, str, str]], which: int
) -> None:
    old = edition(texts)
    place = old[which % len(old)]
    address = Address(anbefaling=place.anbefaling, felt=place.felt, avsnitt=place.avsnitt)
    assert locate(address, old, old).place == place
