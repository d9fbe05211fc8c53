"""An answer as it is told to its sender: each comment, what was done with it, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from rettesnor.model.development import NEEDS_INTAKE
from rettesnor.model.untrusted_text import safe

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing_cache import need_id, needs_page
from rettesnor_horing.legal_basis import in_place
from rettesnor_horing.letters.places import choices, named
from rettesnor_horing.models import Comment, Disposition, Submission
from rettesnor_horing.models.assessment import ANSWERS
from rettesnor_horing.published import covered
from rettesnor_horing.words import say

_ADDRESS = ("sporsmaal", "kapittel", "anbefaling", "felt", "avsnitt")


@dataclass(frozen=True, slots=True)
class Told:
    """A comment as its sender may read of it.

    Attributes:
        decision: the approved assessment; None while there is none.
    """

    comment: Comment
    place: str
    decision: Disposition | None

    @property
    def closed(self) -> bool:
        """Whether it is an answer to a closed question, which is counted."""
        return not self.comment.tekst and bool(self.comment.valg or self.comment.tall is not None)

    @property
    def settled(self) -> bool:
        """Whether there is something to tell."""
        return self.decision is not None or self.closed


class Teller:
    """Tells what came of answers to one round; names of places are looked up once."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing
        self._places: dict[str, dict[tuple[tuple[str, str], ...], str]] = {}

    def of(self, submission: Submission) -> list[Told]:
        """Return the comments of ``submission`` with what was decided about each.

        An assessment is told only when it covers what is published now.
        """
        return [
            Told(comment, self._place(comment, submission.maalform), decided(comment))
            for comment in submission.comments.all()
        ]

    def _place(self, comment: Comment, language: str) -> str:
        if language not in self._places:
            groups = choices(self._hearing, language)
            self._places[language] = {
                tuple(sorted(c.address.items())): named([group], c.address)
                for group in groups for c in group.choices
            }
        address = {n: getattr(comment, n) for n in _ADDRESS if getattr(comment, n)}
        if "avsnitt" in address:
            address["avsnitt"] = self._own_anchor(comment, language)
        for less in ("", "avsnitt", "felt"):  # what has no name there is named by what it is in
            address.pop(less, None)
            name = self._places[language].get(tuple(sorted(address.items())))
            if name:
                return safe(name)
        return safe("/".join(address.values()))

    def _own_anchor(self, comment: Comment, language: str) -> str:
        """Return the anchor of a comment's paragraph among those of ``language``."""
        text, first = self._hearing.heard(language), self._hearing.text
        if text is first or comment.anbefaling not in first.sections:
            return comment.avsnitt
        twin = text.twin(comment.avsnitt, first.sections[comment.anbefaling])
        return twin.avsnitt if twin else comment.avsnitt


def outcomes(submission: Submission, hearing: Hearing) -> list[tuple[Told, str, str]]:
    """Return what the sender may know of each comment: the outcome and why.

    Nothing is said before the round is treated: until then a decision may change. Of a need it is
    said as soon as it is decided, here or in the guideline's own list.
    """
    round_ = hearing.heard_round
    if round_ is None:
        return list(_need_outcomes(submission, hearing))
    if not round_.behandlet:
        return []
    return [
        (item, outcome(item.decision) if item.settled else say("Ikke vurdert ennå"), _kept(item))
        for item in Teller(hearing).of(submission)
    ]


def _need_outcomes(submission: Submission, hearing: Hearing) -> Iterator[tuple[Told, str, str]]:
    found = Teller(hearing).of(submission)
    published = hearing.standing.published if hearing.standing else {}
    said = [published.get(need_id(item.comment.nummer)) for item in found]
    if not any(item.decision for item in found) and not any(one and one.besvart for one in said):
        return
    for item, one in zip(found, said, strict=True):
        if one is not None and one.besvart:
            words = f"{_sentence(str(ANSWERS[one.avgjorelse]))}. {safe(one.svar)}"
        else:
            words = outcome(item.decision) if item.settled else say("Ikke vurdert ennå")
        yield item, words, _kept(item)


def _kept(item: Told) -> str:
    """Return why a comment is not published; empty where it is."""
    return in_place(item.comment)


def decided(comment: Comment) -> Disposition | None:
    """Return the approved assessment of a comment, if it covers what is published."""
    decision = next(
        (d for d in comment.dispositions.all() if d.approved and not d.withdrawn), None
    )
    if decision is None or (decision.covers and decision.covers != covered(comment, decision)):
        return None
    return decision


def answers(round_id: str) -> Iterator[Submission]:
    """Yield the answers to a round with all that belongs to them, in the order they came."""
    rows = Submission.objects.filter(round_id=round_id).order_by("pk").prefetch_related(
        "comments", "comments__dispositions", "comments__redactions", "name_redactions",
    ).select_related("round", "letter").defer("letter__original", "letter__avsnitt")
    yield from rows.iterator(chunk_size=200)


def site_address(submission: Submission) -> str:
    """Return where the site shows what came of an answer; empty when the site is not known."""
    site = settings.HORING_SITE
    if not site:
        return ""
    if submission.round_id == NEEDS_INTAKE:
        return needs_page(f"{submission.nummer}-1", submission.maalform)
    tree = "nn/" if submission.maalform == "nn" else ""
    folder = f"{site.rstrip('/')}/{tree}horing/{submission.round_id}/svar"
    return f"{folder}/{submission.nummer[2:-1]}x/#{submission.nummer}"


def outcome(decision: Disposition | None) -> str:
    """Return what was done with a comment, in words."""
    if decision is None:
        return say("Svaret er talt opp sammen med de andre.")
    return f"{_sentence(decision.said)}. {safe(decision.begrunnelse)}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
