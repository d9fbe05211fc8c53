"""Jobs: files that take long to make, made one at a time by a process of their own.

A job is a row, so it outlives a restart: the process that makes it says every few seconds that it
lives, and another takes over what nobody has spoken for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from rettesnor_horing.afterwards import archive
from rettesnor_horing.afterwards.answer_letters import LettersError, Step, letters
from rettesnor_horing.afterwards.archive import ArchiveError
from rettesnor_horing.afterwards.letter_template import TemplateFaultError
from rettesnor_horing.exports.delivery import delivery
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.models import Comment, Job, RoundRecord
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.words import language, say

SILENT = timedelta(minutes=2)
"""A process that has said nothing for so long is dead."""
KEPT = timedelta(days=2)
"""How long the file can be downloaded."""
TRIES = 3
"""How often a job is begun: one that takes its process down must not do so for ever."""
_BEAT = timedelta(seconds=2)
_ENDINGS = {Job.Kind.LETTERS: "zip", Job.Kind.ARCHIVE: "zip", Job.Kind.XLSX: "xlsx",
            Job.Kind.DOCX: "docx"}


def ask(kind: str, round_: RoundRecord, user: User, now: datetime) -> Job:
    """Ask for a file; the same job is returned while it waits or is made."""
    with transaction.atomic():
        RoundRecord.objects.select_for_update().get(pk=round_.pk)
        under_way = Job.objects.filter(
            kind=kind, round=round_, state__in=(Job.State.WAITING, Job.State.RUNNING)
        ).first()
        if under_way is not None:
            return under_way
        made = Job.objects.create(
            kind=kind, round=round_, maalform=language(), made_by=user, asked=now
        )
        record(user.username, "job", f"jobb:{made.pk}", now, kind=kind, round=round_.pk)
    return made


def run_next(clock: Callable[[], datetime]) -> Job | None:
    """Make the file that has waited longest; return its job, or None when none waits.

    Whatever goes wrong is written in the job: nothing stops those that follow.
    """
    job = _claimed(clock())
    if job is None:
        return None
    last = clock()

    def step(done: int, total: int) -> None:
        nonlocal last
        if (now := clock()) - last >= _BEAT or done == total:
            last = now
            Job.objects.filter(pk=job.pk).update(done=done, total=total, beat=now)

    with translation.override(job.maalform):
        try:
            hearing = hearings()[job.round_id]
            data = _made(job, hearing, clock(), step)
        except (LettersError, TemplateFaultError, ArchiveError) as error:
            _ended(job, state=Job.State.FAILED, fault=str(error)[:2000])
        except Exception:
            _ended(job, state=Job.State.FAILED, fault=say(
                "Noe gikk galt i programmet. Prøv igjen, og si fra til dem som drifter det hvis "
                "det skjer på nytt."
            ))
            raise
        else:
            _ended(
                job, state=Job.State.DONE, file=data, digest=hashlib.sha256(data).hexdigest(),
                filnavn=f"{job.kind}-{job.round_id}.{_ENDINGS[Job.Kind(job.kind)]}",
                expires=clock() + KEPT,
            )
    job.refresh_from_db()
    return job


def remove_old(now: datetime) -> int:
    """Remove the files whose time is out; return how many."""
    return Job.objects.filter(expires__lt=now, file__isnull=False).update(
        file=None, state=Job.State.GONE
    )


def _claimed(now: datetime) -> Job | None:
    dead = Q(state=Job.State.RUNNING, beat__lt=now - SILENT)
    Job.objects.filter(dead, tries__gte=TRIES).update(
        state=Job.State.FAILED, fault=say("Arbeidet stanset flere ganger, og er gitt opp.")
    )
    for job in Job.objects.filter(Q(state=Job.State.WAITING) | dead).order_by("pk")[:5]:
        # What is written holds only if nobody else wrote it first.
        mine = Job.objects.filter(pk=job.pk, state=job.state, beat=job.beat).update(
            state=Job.State.RUNNING, beat=now, tries=job.tries + 1, done=0, total=0
        )
        if mine:
            job.refresh_from_db()
            return job
    return None


def _made(job: Job, hearing: Hearing, now: datetime, step: Step) -> bytes:
    if job.kind == Job.Kind.LETTERS:
        return letters(hearing, now, step)
    if job.kind == Job.Kind.ARCHIVE:
        return archive.package(hearing, job.made_by.username, now, step)
    comments = Comment.objects.filter(submission__round_id=hearing.id)
    return delivery(comments, job.kind, step)[0]


def _ended(job: Job, **fields: object) -> None:
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, tries=job.tries).update(**fields)
