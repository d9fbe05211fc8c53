"""The pages for what comes after a round: answer letters, the journal, the archive, and jobs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from rettesnor_horing import clock
from rettesnor_horing.afterwards import archive, jobs
from rettesnor_horing.afterwards.answer_letters import Readiness, letter, readiness, templates
from rettesnor_horing.afterwards.answers import Teller, answers
from rettesnor_horing.afterwards.archive import ArchiveError
from rettesnor_horing.afterwards.journal import FORMATS, journal
from rettesnor_horing.afterwards.letter_template import (
    BLOCK,
    BLOCK_SAID,
    FIELDS,
    TemplateFaultError,
    check,
)
from rettesnor_horing.desk.workflow import DeskError, require
from rettesnor_horing.exports.delivery import TYPES
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.letters.incoming import CONTENT_TYPES, DOCX, LetterError, kind_of, safe_name
from rettesnor_horing.letters.incoming import too_large as far_too_large
from rettesnor_horing.letters.upload_handler import TOO_LARGE
from rettesnor_horing.models import (
    ArchivePackage,
    Audit,
    Job,
    LetterTemplate,
    RoundRecord,
    Submission,
)
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.words import language, say

RIGHT = "approve_disposition"
"""Who decides, hands over what was decided."""
REFRESH = 3
"""Seconds between two looks at a job, without JavaScript."""
_SHOWN = 20
_found: dict[str, tuple[object, Readiness]] = {}
"""What was found last, by round, with what it was found at."""


@dataclass(frozen=True, slots=True)
class After:
    """What the page shows of one round."""

    id: str
    tittel: str
    letters: Any
    packages: list[ArchivePackage]
    taken: bool


def page(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """Show what can be made after each round; a POST does what its button says."""
    user = require(request.user, RIGHT)
    fault = ""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_do(request, user), status=303)
        except (DeskError, TemplateFaultError, LetterError, ArchiveError) as error:
            fault = str(error)
    jobs.remove_old(clock.now())
    known = hearings()
    records = {r.pk: r for r in RoundRecord.objects.filter(pk__in=known)}
    rounds = [
        After(
            id_, known[id_].round(language()).tittel, _readiness(known[id_]),
            list(ArchivePackage.objects.filter(round_id=id_)), archive.is_taken(id_),
        )
        for id_ in records
    ]
    made = list(Job.objects.defer("file").select_related("round", "made_by")[:_SHOWN])
    return TemplateResponse(request, "admin/horing/etter.html", {
        **context, "title": say("Etter høringen"), "rounds": rounds, "jobs": made,
        "fault": fault, "formats": FORMATS, "templates": list(LetterTemplate.objects.all()),
        "fields": [*FIELDS.items(), (BLOCK, BLOCK_SAID)], "kinds": Job.Kind.choices,
        "waits": any(job.state in (Job.State.WAITING, Job.State.RUNNING) for job in made),
        "refresh": REFRESH, "typed": request.POST if fault else {},
    }, status=422 if fault else 200)


def _readiness(hearing: Hearing) -> Readiness:
    """Return how many letters can be made, as of the last deed or answer: the page loads often.

    Every deed at the desk has a row in the trail, so its end tells whether anything has changed.
    """
    deed = Audit.objects.order_by("-pk").values_list("pk", "digest").first()
    answer = Submission.objects.order_by("-pk").values_list("pk", "key").first()
    now = (deed, answer, connection.settings_dict["NAME"])
    if (known := _found.get(hearing.id)) is None or known[0] != now:
        known = _found[hearing.id] = now, readiness(hearing)
    return known[1]


def journal_file(request: HttpRequest, round_id: str, format_: str) -> HttpResponse:
    """Hand out the journal of a round."""
    user = require(request.user, RIGHT)
    hearing = hearings().get(round_id)
    if hearing is None or format_ not in FORMATS:
        raise Http404
    record(user.username, "journal", "", clock.now(), round=round_id, format=format_)
    return _file(journal(hearing, format_), f"postjournal-{round_id}.{format_}", TYPES[format_])


def job_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out what a job made, to those who may ask for it."""
    user = require(request.user, RIGHT)
    job = Job.objects.filter(pk=pk, state=Job.State.DONE, file__isnull=False).first()
    if job is None or (job.expires is not None and job.expires < clock.now()):
        raise Http404
    record(user.username, "job-download", f"jobb:{job.pk}", clock.now(), kind=job.kind)
    kind = job.filnavn.rsplit(".", 1)[-1]
    return _file(bytes(job.file or b""), job.filnavn, TYPES.get(kind, "application/zip"))


def preview(request: HttpRequest, round_id: str) -> HttpResponse:
    """Hand out one letter, of the answer with ``nummer``, or of the first that is decided."""
    require(request.user, RIGHT)
    hearing = hearings().get(round_id)
    if hearing is None:
        raise Http404
    wanted, known, teller = request.GET.get("nummer", "").strip(), templates(), Teller(hearing)
    for submission in answers(round_id):
        items = teller.of(submission)
        chosen = submission.nummer == wanted if wanted else all(item.settled for item in items)
        if chosen and submission.maalform in known:
            data = letter(submission, items, hearing, known[submission.maalform], clock.now())
            return _file(data, f"{submission.nummer}.docx", CONTENT_TYPES[DOCX])
    raise Http404


def _do(request: HttpRequest, user: User) -> str:
    post, now, here = request.POST, clock.now(), reverse("admin:etter")
    round_ = RoundRecord.objects.filter(pk=post.get("runde", "")).first()
    match post.get("handling"):
        case "mal":
            _keep_template(request, user)
        case "lag" if round_ is not None and post.get("slag") in Job.Kind.values:
            jobs.ask(post["slag"], round_, user, now)
            return f"{here}#arbeid"
        case "tatt-imot" if round_ is not None:
            archive.take(
                round_.pk, post.get("sjekksum", ""), post.get("referanse", ""), user.username, now
            )
            messages.success(request, say("Det er registrert at arkivet har tatt imot pakken."))
        case _:
            raise DeskError(say("Ukjent handling."))
    return here


def _keep_template(request: HttpRequest, user: User) -> None:
    file, maalform, now = request.FILES.get("fil"), request.POST.get("maalform"), clock.now()
    if request.META.get(TOO_LARGE):
        raise far_too_large()
    if file is None or maalform not in ("nb", "nn"):
        raise DeskError(say("Velg en Word-fil og målform."))
    data, name = file.read(), safe_name(file.name or "")
    if kind_of(name, data) != DOCX:
        raise DeskError(say("Velg en Word-fil og målform."))
    found = check(data)
    LetterTemplate.objects.update_or_create(maalform=maalform, defaults={
        "filnavn": name, "original": data, "digest": hashlib.sha256(data).hexdigest(),
        "uploaded_by": user, "uploaded": now,
    })
    record(user.username, "letter-template", maalform, now, fields=len(found))
    messages.success(request, say("Brevmalen er lagret. Felt i malen: {names}.", names=", ".join(
        f"{{{name}}}" for name in found
    )))


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
    })
