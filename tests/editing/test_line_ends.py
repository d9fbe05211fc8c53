"""A file keeps its line ends, line by line, when something in it is changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rettesnor.editing.yaml_lines import with_line_ends_of

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
