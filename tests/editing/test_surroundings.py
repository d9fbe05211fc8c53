"""What stands around a value stays when it is changed: line ends, comments, blank lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rettesnor.editing.yaml_lines import with_line_ends_of
from rettesnor.editing.yaml_writer import REMOVED, edit

LINES = st.lists(st.sampled_from(["a", "b", "", "lenger linje"]), min_size=1, max_size=8)


@given(LINES, st.data())
def test_a_text_that_is_not_changed_keeps_every_line_end(lines: list[str], data: st.DataObject
                                                         ) -> None:
    ends = data.draw(st.lists(
        st.sampled_from(["\n", "\r\n"]), min_size=len(lines), max_size=len(lines)
    ))
    before = "".join(line + end for line, end in zip(lines, ends, strict=True))
    assert with_line_ends_of(before, before.replace("\r\n", "\n")) == before


def test_a_new_line_gets_the_usual_end_and_the_others_keep_theirs() -> None:
    before = "a: 1\r\nb: 2\nc: 3\r\n"
    assert with_line_ends_of(before, "a: 1\nb: 2\nny: 4\nc: 3\n") == (
        "a: 1\r\nb: 2\nny: 4\r\nc: 3\r\n"
    )


def test_a_comment_below_what_is_removed_stays() -> None:
    text = "en: 1\nto: 2\n# om noe annet\n\ntre: 3\n"
    assert edit(text, {("to",): REMOVED}) == "en: 1\n# om noe annet\n\ntre: 3\n"


def test_an_item_that_becomes_empty_keeps_its_place() -> None:
    text = "liste:\n  - en\n\n  - to\n  - tre\n"
    assert edit(text, {("liste", 1): None}) == text.replace("- to", "- null")


def test_the_comment_of_the_next_key_stays_when_the_first_of_an_item_is_removed() -> None:
    text = "liste:\n  - en: 1\n    # om to\n    to: 2\n"
    assert edit(text, {("liste", 0, "en"): REMOVED}) == "liste:\n  - # om to\n    to: 2\n"
    text = "liste:\n  - en: 1\n\n    to: 2\n"
    assert edit(text, {("liste", 0, "en"): REMOVED}) == "liste:\n  - to: 2\n"
