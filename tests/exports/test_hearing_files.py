"""A long result in parts: nothing is left out, and nothing comes twice."""

from __future__ import annotations

import pytest
from rettesnor.exports.api import hearing_files
from rettesnor.exports.api.hearing_files import MOST_CHARACTERS, parts
from rettesnor.model.hearing import Answer, Comment, Result


def result(comments: int, text: str = "Ord", of_each: int = 3) -> Result:
    """Return a result; the last answer has no comments."""
    answers = [
        Answer(f"H-{n:06d}", "2027-01-10", "privatperson", "nb")
        for n in range(1, comments // of_each + 3)
    ]
    said = [
        Comment(f"H-{n // of_each + 1:06d}-{n % of_each + 1}", f"H-{n // of_each + 1:06d}",
                tekst=text)
        for n in range(comments)
    ]
    return Result("pilot", "retningslinje", "1.0.0", tuple(answers), tuple(said))


@pytest.mark.parametrize("comments", [0, 1, 4, 5, 9, 10, 11])
def test_every_comment_is_in_one_part_with_its_answer(
    comments: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing_files, "MOST", 5)
    whole = result(comments)
    made = parts(whole)
    assert [part.number for part in made] == list(range(1, max(1, -(-comments // 5)) + 1))
    assert {part.of for part in made} == {len(made)}
    assert tuple(c for part in made for c in part.result.innspill) == whole.innspill
    assert {a for part in made for a in part.result.svar} == set(whole.svar)
    for part in made:
        numbers = [answer.nummer for answer in part.result.svar]
        assert {c.svar for c in part.result.innspill} <= set(numbers)
        assert len(numbers) == len(set(numbers))


def test_long_comments_make_smaller_parts() -> None:
    made = parts(result(5, "x" * (MOST_CHARACTERS // 2)))
    assert [len(part.result.innspill) for part in made] == [2, 2, 1]
    assert len(parts(result(1, "x" * 2 * MOST_CHARACTERS))) == 1
