"""What is done to many comments at once from the queue; each is in the trail by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from rettesnor_horing.desk import reasons, workflow
from rettesnor_horing.desk.cited_places import Cited, cited
from rettesnor_horing.intake.duplicates import clusters
from rettesnor_horing.models import Comment, Disposition, Group, Tag
from rettesnor_horing.published import (
    awaits_approval,
    latest,
    public_name,
    published_text,
    state,
)
from rettesnor_horing.words import count, say

NAMED = 50
_HOW = frozenset({"brev", "e-post", "tabell", "utsatt frist", "ingen merknader"})
"""Comments that a message names, at most."""


@dataclass(frozen=True, slots=True)
class Line:
    """A comment as the queue shows it.

    Attributes:
        looked: what was published of it when the page was made (``published.state``).
        redacted: the text as it is published, where that is not the text as it was sent.
    """

    comment: Comment
    place: Cited
    name: str
    current: Disposition | None
    looked: str
    redacted: str = ""
    unapproved: bool = False
    chosen: bool = False

    @property
    def shown(self) -> str:
        """What the form says was shown: the comment, its assessment, and what is published."""
        return f"{self.comment.pk}:{self.current.pk if self.current else ''}:{self.looked}"


def lines(comments: QuerySet[Comment], chosen: Sequence[str] = ()) -> list[Line]:
    """Return ``comments`` as the queue shows them."""
    found = comments.select_related("submission", "assigned_to", "group").prefetch_related(
        "redactions", "dispositions__proposed_by", "dispositions__approved_by",
        "submission__name_redactions", "tags",
    )
    made = []
    for comment in found:
        known = next((d for d in comment.dispositions.all() if d.withdrawn is None), None)
        made.append(Line(
            comment, cited(comment), public_name(comment.submission), known, state(comment),
            published_text(comment) if latest(comment) else "", awaits_approval(comment),
            str(comment.pk) in chosen,
        ))
    return made


def propose(
    comments: QuerySet[Comment], user: User, post: Any, now: datetime
) -> str:
    """Propose the same assessment for the chosen comments that were shown and have none.

    Raises:
        DeskError: no outcome, or no reason.
    """
    outcome, reason = reasons.chosen(post)
    workflow.check_proposal(outcome, reason)
    publish, held = post.get("publiser") == "ja", []

    def deed(comment: Comment, seen: int | None, looked: str) -> None:
        if seen is not None:
            raise workflow.DeskError(say("Vurdert fra før."))
        with transaction.atomic():
            waits = publish and comment.moderation == Comment.Moderation.WAITING
            if waits and not flagged(comment):
                workflow.moderate(
                    comment, user, Comment.Moderation.PUBLIC, "", now, looked=looked
                )
            workflow.propose(comment, user, outcome, reason, now, seen=None)
        if waits and flagged(comment):
            held.append(comment.nummer)

    said = _each(comments, post, deed)
    if held:
        said += " " + say(
            "Disse er merket av programmet. Åpne dem og si om de kan publiseres: {numbers}",
            numbers=" · ".join(held[:NAMED]),
        )
    return said


def approve(comments: QuerySet[Comment], user: User, post: Any, now: datetime) -> str:
    """Approve the assessments of the chosen comments, as they were shown."""
    workflow.require(user, "approve_disposition")

    def deed(comment: Comment, seen: int | None, looked: str) -> None:
        if seen is None:
            raise workflow.DeskError(say("Ingen vurdering å godkjenne."))
        workflow.approve(comment, user, now, seen=seen, looked=looked)

    return _each(comments, post, deed)


def send_back(comments: QuerySet[Comment], user: User, post: Any, now: datetime) -> str:
    """Send the assessments of the chosen comments back, all with the same note.

    Raises:
        DeskError: no reason is given.
    """
    why = workflow.words(post.get("hvorfor", ""), 4000)
    if not why:
        raise workflow.DeskError(say("Skriv hvorfor vurderingen sendes tilbake."))
    return _each(comments, post, lambda comment, seen, _: workflow.send_back(
        comment, user, why, now, seen=seen
    ))


def flagged(comment: Comment) -> bool:
    """Whether the program has marked the comment or its answer as something to look at.

    How an answer came says nothing of what is in it.
    """
    return bool(comment.flags) or any(
        flag not in _HOW and not flag.startswith("tillegg til ")
        for flag in comment.submission.flags
    )


def assign(
    comments: QuerySet[Comment], user: User, whom: User | None, deadline: date | None,
    now: datetime,
) -> str:
    """Give the comments to somebody, or to nobody."""
    done = 0
    for comment in comments:
        workflow.assign(comment, user, whom, now, deadline)
        done += 1
    return _done(done)


def label(
    comments: QuerySet[Comment], user: User, tags: list[Tag], group: Group | None, now: datetime
) -> str:
    """Add tags to the comments, and put them in a group where one is chosen."""
    done = 0
    for comment in comments.prefetch_related("tags"):
        both = {*comment.tags.all(), *tags}
        workflow.label(
            comment, user, sorted(both, key=lambda tag: tag.pk), group or comment.group, now
        )
        done += 1
    return _done(done)


def put_together(comments: QuerySet[Comment], user: User, name: str, now: datetime) -> str:
    """Put the comments in one new group; without a name it is called after the first.

    Raises:
        DeskError: nothing is chosen.
    """
    workflow.require(user, "change_comment")
    chosen = list(comments)
    if not chosen:
        raise workflow.DeskError(nothing())
    name = workflow.words(name, 120, line=True)
    first = f"{chosen[0].nummer}: {' '.join(chosen[0].tekst.split())}"
    group = Group.objects.create(navn=name or first[:80])
    for comment in chosen:
        workflow.label(comment, user, list(comment.tags.all()), group, now)
    return _done(len(chosen))


def find_alike(comments: QuerySet[Comment], user: User, now: datetime) -> str:
    """Group what is alike among those of the comments that have no group."""
    workflow.require(user, "change_comment")
    alone = {c.pk: c for c in comments.filter(group__isnull=True)}
    found = 0
    for ids in clusters((pk, c.tekst) for pk, c in alone.items()):
        first = alone[ids[0]]
        words = " ".join(first.tekst.split())
        group = Group.objects.create(
            navn=f"{first.nummer} +{len(ids) - 1}: {words}"[:80], automatic=True
        )
        for pk in ids:
            workflow.label(alone[pk], user, list(alone[pk].tags.all()), group, now)
        found += 1
    return count("Fant én gruppe.", "Fant {number} grupper.", found)


def nothing() -> str:
    """Return what is said when nothing is chosen."""
    return say("Velg minst ett innspill først.")


def _each(
    comments: QuerySet[Comment], post: Any, deed: Callable[[Comment, int | None, str], object]
) -> str:
    """Do ``deed`` with the comments that were shown, when they are as they were shown."""
    shown = {}
    for said in post.getlist("vist"):
        pk, _, rest = said.partition(":")
        shown[pk] = rest.partition(":")
    done, kept = 0, []
    for comment in comments.select_related("submission"):
        seen, _, looked = shown.get(str(comment.pk), ("", "", ""))
        try:
            if not looked:
                raise workflow.DeskError(say("Ikke vist på siden."))
            deed(comment, int(seen) if seen.isdecimal() else None, looked)
        except workflow.DeskError as error:
            kept.append(f"{comment.nummer} ({error})")
        else:
            done += 1
    return _done(done, kept)


def _done(done: int, kept: Sequence[str] = ()) -> str:
    said = count("Ett innspill er behandlet.", "{number} innspill er behandlet.", done)
    if kept:
        said += " " + say("Disse er ikke rørt: {numbers}", numbers=" · ".join(kept[:NAMED]))
    return said
