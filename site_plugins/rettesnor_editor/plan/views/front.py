"""The front page of a plan's desk: what waits, all recommendations, phases and other parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from rettesnor.model.local_plan import CONFLICTS, NOT_ASSESSED, RELATIONS, is_newer
from rettesnor.model.problem import Severity
from rettesnor.plans.folder import OpenedPlan
from rettesnor.publishing.plan_site import newest_known

from rettesnor_editor.language import say
from rettesnor_editor.plan.parts import KINDS, PHASE, POINT, WHOLE, place_of
from rettesnor_editor.plan.views.common import found_part, in_words, where
from rettesnor_editor.plan.workspace import desk
from rettesnor_editor.views.shared import page

_SHOWN = 12


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """Show the plan as it is saved, with drafts and problems."""
    opened = desk().now()
    errors = _errors(opened)
    drafts = [*_drafts()]
    newest, asked = newest_known(desk().root)
    base = opened.plan.bygger_paa.versjon if opened.plan else ""
    problems = [
        {"severity": one.severity.value, "text": in_words(one), "place": title, "url": url}
        for one in opened.problems[:_SHOWN] for title, url in (where(one, opened.data),)
    ]
    entries = {
        str(one.get("id")): one for one in opened.data.get("anbefalinger", ())
        if isinstance(one, dict)
    }
    counts: dict[str, int] = {}
    for one in entries.values():
        relation = str(one.get("forhold", NOT_ASSESSED))
        counts[relation] = counts.get(relation, 0) + 1
    return page(
        request, "plan/front", plan=opened.plan, problems=problems, drafts=drafts, newest=newest,
        more_problems=max(len(opened.problems) - _SHOWN, 0), asked=asked, base=base,
        outdated=bool(newest and base and is_newer(newest, base)), sound=opened.sound,
        undecided=desk().folder.exists(CONFLICTS), parts=[
            (name, say(title), errors.get(("del", name), 0)) for name, (title, _) in WHOLE.items()
        ],
        chapters=[*_chapters(opened, entries, errors)], gone=[*_gone(entries)],
        phases=[*_phases(opened, errors)],
        counts=[(say(RELATIONS.get(key, key)), n) for key, n in counts.items()],
        built=(desk().root / "site/index.html").is_file(),
    )


@require_POST
def name(request: HttpRequest) -> HttpResponse:
    """Keep the editor's name, which stands in the history."""
    desk().drafts.set("navn", " ".join(str(request.POST.get("navn", "")).split())[:80])
    return HttpResponseRedirect(reverse("forside"))


def _errors(opened: OpenedPlan) -> dict[tuple[str, str], int]:
    """Return how many errors each part has."""
    found: dict[tuple[str, str], int] = {}
    for one in opened.problems:
        if one.severity is Severity.ERROR and not one.path.endswith(CONFLICTS):
            kind, name_, _ = place_of(one, opened.data)
            found[kind, name_] = found.get((kind, name_), 0) + 1
    return found


def _chapters(
    opened: OpenedPlan, entries: dict[str, Any], errors: dict[tuple[str, str], int]
) -> Iterator[dict[str, Any]]:
    if opened.plan is None or opened.base is None:
        return
    national = opened.national
    for chapter in national.guideline.kapitler:
        items = [
            {
                "id": id_, "title": national.recommendations[id_].tittel,
                "relation": str(entries.get(id_, {}).get("forhold", NOT_ASSESSED)),
                "named": say(RELATIONS.get(
                    str(entries.get(id_, {}).get("forhold", NOT_ASSESSED)), ""
                )),
                "errors": errors.get((POINT, id_), 0),
            }
            for id_ in chapter.anbefalinger if id_ in national.recommendations
        ]
        if items:
            yield {"id": chapter.id, "title": chapter.tittel, "points": items}


def _gone(entries: dict[str, Any]) -> Iterator[dict[str, str]]:
    for id_, one in entries.items():
        if isinstance(one.get("utgaatt"), dict):
            yield {"id": id_, "title": str(one["utgaatt"].get("setning", id_))}


def _phases(
    opened: OpenedPlan, errors: dict[tuple[str, str], int]
) -> Iterator[dict[str, Any]]:
    if opened.plan is None or opened.base is None:
        return
    own = {one.id: one for one in opened.plan.faser}
    for phase in opened.national.guideline.faser:
        mine = own.get(phase.id)
        yield {
            "id": phase.id, "title": mine.navn if mine and mine.navn else phase.navn,
            "errors": errors.get((PHASE, phase.id), 0),
            "own": mine is not None and mine != type(mine)(phase.id),
        }


def _drafts() -> Iterator[dict[str, str]]:
    """Yield the drafts of parts that there are."""
    for kept in desk().drafts.all():
        kind, _, name_ = kept.key.partition("/")
        try:
            part = found_part(kind, name_)
        except Http404:
            continue
        if kept.before == part.before and part.fields() == kept.fields:
            continue
        at = datetime.fromisoformat(kept.at)
        yield {"kind": kind, "name": name_, "title": part.title, "what": say(KINDS[kind]),
               "at": at.strftime("%d.%m. kl. %H.%M")}
