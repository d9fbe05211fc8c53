"""What changed in a course, and which slides must be read again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rettesnor.model.course import (
    CASE,
    NEW,
    NOTES,
    QUOTE,
    TEXT,
    Case,
    Kurs,
    Lysbilde,
    Lysbildebilde,
    Passage,
    Quoted,
    Sitat,
    Taught,
    changes_since,
    marks_of,
    to_be_read,
)

QUOTED = Sitat(anbefaling="a")
SAID = Quoted("anbefaling", "a", "Råd", "Kort anbefaling", (Passage("Gjør det."),))
SLIDE = Lysbilde(
    "en", "En", ("Punkt.",), QUOTED, case="kari", refleksjon=("Hva nå?",),
    bilde=Lysbildebilde("x.png", "Et kryss."), notater="Si dette.", minutter=5,
)
STORY = Case("kari", "Kari", ("Kari er borte.",))
COURSE = Kurs("k", "Kurs", "kap", "Om.", ("Kunne det.",), (SLIDE, Lysbilde("to", "To")),
              caser=(STORY,))


def taught(course: Kurs = COURSE, said: Quoted = SAID, picture: str = "1") -> Taught:
    return Taught((course,), {QUOTED: said}, {"x.png": picture})


def with_slide(**changes: object) -> Kurs:
    return replace(COURSE, lysbilder=(replace(SLIDE, **changes), *COURSE.lysbilder[1:]))  # type: ignore[arg-type]


@pytest.mark.parametrize(("now", "why"), [
    (taught(), ()),
    (taught(with_slide(tittel="Ny")), (TEXT,)),
    (taught(with_slide(punkter=("Nytt.",))), (TEXT,)),
    (taught(with_slide(refleksjon=())), (TEXT,)),
    (taught(picture="2"), (TEXT,)),
    (taught(with_slide(notater="Si noe annet.")), (NOTES,)),
    (taught(with_slide(minutter=10)), ()),
    (taught(with_slide(sitat=None)), (QUOTE,)),
    (taught(said=replace(SAID, passages=(Passage("Gjør ikke det."),))), (QUOTE,)),
    (taught(said=replace(SAID, passages=(Passage("Gjør  det.\n"),))), ()),
    (taught(said=replace(SAID, strength="skal")), (QUOTE,)),
    (taught(replace(COURSE, caser=(replace(STORY, fortelling=("Kari er her.",)),))), (CASE,)),
    (taught(replace(COURSE, lysbilder=COURSE.lysbilder[::-1])), ()),
    (taught(replace(with_slide(tittel="Ny", notater="Ny."),), replace(SAID, title="Nytt")),
     (TEXT, QUOTE, NOTES)),
])
def test_a_slide_differs_by_what_it_shows(now: Taught, why: tuple[str, ...]) -> None:
    (found,) = changes_since("1.0.0", taught(), now)
    assert tuple(one.why for one in found.slides) == ((why,) if why else ())
    assert bool(found) == bool(why)


def test_slides_come_and_go_and_so_do_courses() -> None:
    more = replace(COURSE, lysbilder=(Lysbilde("ny", "Ny"), SLIDE))
    (found,) = changes_since("1.0.0", taught(), taught(more))
    assert [(one.number, one.why) for one in found.slides] == [(1, (NEW,))]
    assert found.removed == ("To",) and found.total == 2
    (found,) = changes_since("1.0.0", Taught((), {}, {}), taught())
    assert found.new and not found.slides
    assert changes_since("1.0.0", taught(), Taught((), {}, {})) == ()


def test_a_slide_is_read_until_what_it_quotes_changes() -> None:
    quotes = taught().quotes
    assert to_be_read(COURSE, quotes) == (0,), "the second quotes nothing"
    read = replace(COURSE, lest_mot=marks_of(COURSE, quotes))
    assert to_be_read(read, quotes) == ()
    assert to_be_read(read, {QUOTED: replace(SAID, strength="skal")}) == (0,)
