"""A wording proposed in a hearing, put into the field that it is about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor.editing.comment_wording import adopted
from rettesnor.editing.plan import NotPossible
from rettesnor.reading.markdown.render import render

TEXT = """\
Vi **støtter** [lenke](https://x.no) planen [@kearney2014, s. 3] og [[skriftlig-plan]].
Ny linje her.

- Punkt en [@a; @b]
- Punkt to

Slutt.
"""
HEARD = "Vi støtter lenke planen (kearney2014) og skriftlig-plan. Ny linje her."
LIST = "Punkt en (a; b) Punkt to"


@pytest.mark.parametrize(("heard", "proposed", "written"), [
    (HEARD, HEARD.replace("planen", "den gode planen"), "lenke](https://x.no) den gode planen [@"),
    (HEARD, HEARD.replace("støtter", "er enige i"), "Vi **er enige i** [lenke]"),
    (HEARD, HEARD.replace("lenke", "lenka"), "[lenka](https://x.no)"),
    (HEARD, HEARD.replace(" (kearney2014)", ""), "planen og [[skriftlig-plan]]"),
    (HEARD, f"{HEARD} *Nå* [x](y) <b>", r"\*Nå\* \[x\](y) \<b\>"),
    (HEARD, HEARD.replace(". Ny", ".\n\nNy"), "skriftlig-plan]].\n\nNy linje her.\n\n- P"),
    (LIST, f"{LIST} og tre", "- Punkt en [@a; @b]\n- Punkt to og tre\n"),
    (LIST, "Punkt to", "her.\n\n- Punkt to\n\nSlutt.\n"),
])
def test_the_words_are_written_and_what_stays_keeps_its_marks(
    heard: str, proposed: str, written: str
) -> None:
    assert written in adopted(TEXT, "markdown", heard, proposed)


def test_what_has_changed_since_is_kept_where_the_words_are_others() -> None:
    now = TEXT.replace("Ny linje her", "Ny linje er her nå")
    made = adopted(now, "markdown", HEARD, HEARD.replace("planen", "planene"))
    assert "planene [@kearney2014, s. 3]" in made
    assert "Ny linje er her nå." in " ".join(made.split())


@pytest.mark.parametrize(("text", "heard", "proposed", "why"), [
    (TEXT.replace("linje her", "linje der"), HEARD, HEARD.replace("linje her", "linje hist"),
     "sto «her», står det nå «der», og forslaget er «hist»"),
    (TEXT, HEARD, HEARD.replace("kearney2014", "kearney"), "for hånd"),
    (TEXT, LIST, "Punkt en (a; b)\n\nPunkt to", "for hånd"),
    ("Noe helt annet om biler.\n", HEARD, "x", "står ikke lenger"),
    ("Slutt.\n\nSlutt.\n", "Slutt.", "Slutten.", "flere ganger"),
    (TEXT, "Slutt.", " \n ", "tomt"),
    ("| a | b |\n| --- | --- |\n| c | d |\n", "a b c d", "a b c e", "for hånd"),
])
def test_what_cannot_be_taken_in_is_said(
    text: str, heard: str, proposed: str, why: str
) -> None:
    with pytest.raises(NotPossible, match=why):
        adopted(text, "markdown", heard, proposed)


def test_a_line_is_a_line() -> None:
    assert adopted("Skolen bør ha plan", "line", "Skolen bør ha plan", "Skolen skal\n\nha plan, nå"
                   ) == "Skolen skal ha plan, nå"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(
    ["ord", "Ord.", "1.", "#", "*a*", "[x](y)", "<b>", "&amp;", "-", "`", "æ,", "[@k]", "[[k]]",
     "|"]
), min_size=1, max_size=12).map(" ".join))
def test_readers_meet_the_very_words_or_nothing_is_written(proposed: str) -> None:
    try:
        made = adopted("Først.\n\nEt avsnitt til.\n", "markdown", "Et avsnitt til.", proposed)
    except NotPossible:
        return
    said = render(made, prefix="p", min_heading=2, anchored=True)[0].text.split("\n")
    assert said[0] == "Først."
    assert "".join(said[1].split()) == "".join(proposed.split())
