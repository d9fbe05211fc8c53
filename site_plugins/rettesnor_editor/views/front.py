"""The front page: what waits for the editor; and the list of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from rettesnor.editing.yaml_writer import Refused
from rettesnor.model.problem import Problem, Severity
from rettesnor.publishing.tools.plain_versions import stale_versions
from rettesnor.reading.checks.phrases import day as written
from rettesnor.reading.checks.rules.identity import DEVICES
from rettesnor.reading.files.folder import Folder
from rettesnor.reading.files.names import slug
from rettesnor.reading.project import Project
from rettesnor.releases.review_due import reviews

from rettesnor_editor.desk import desk
from rettesnor_editor.documents import (
    KINDS,
    NAMED_BY_TITLE,
    NEW,
    Unreadable,
    find,
    is_free,
    names,
    titles,
)
from rettesnor_editor.forms.fields import Fields
from rettesnor_editor.language import N_, say
from rettesnor_editor.views.needs import due_searches, new_needs, waiting_needs
from rettesnor_editor.views.problems import InWords
from rettesnor_editor.views.shared import page
from rettesnor_editor.views.tasks import waiting_tasks
from rettesnor_editor.workspace import Workspace

_REASONS = {
    "forfalt": N_("Fristen er gått ut"), "snart": N_("Skal snart vurderes på nytt"),
    "lov": N_("En lovparagraf er endret"), "uten-frist": N_("Har ingen frist"),
}
_SHOWN = 12
_WORK = (
    "sporsmal", "melding", "medvirkning", "veileder", "utenfor", "tiltak", "litteratursok",
)
_TOOLS = ("kriterium", "kvalitetsmaal", "plikt")
"""What those who use the guideline work with."""
_LISTS = ("kilde", "lov", "begrep", "side", "enkel", "rolleside", "mal", "kurs", "oppgave",
          "endring",
          "horing")
_ADDED = frozenset({"kilde", "lov", "begrep", "endring", *_WORK, *_TOOLS})
"""Kinds that a new one of can be begun in a form."""


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """Show drafts, problems, what is due, translations that lag behind, and all recommendations."""
    project = desk().workspace.project()
    return page(
        request, "front", drafts=list(_drafts(project)), chapters=list(_chapters(project)),
        lists=[(kind, say(KINDS[kind])) for kind in _LISTS],
        work=[(kind, say(_PLURALS[kind])) for kind in _WORK],
        tools=[(kind, say(_PLURALS[kind])) for kind in _TOOLS], **waiting(desk().workspace),
    )


def waiting(workspace: Workspace) -> dict[str, Any]:
    """Return what waits in a guideline: problems, reviews that are due, old translations."""
    project = workspace.project()
    titles = {entry.id: entry.tittel or entry.id for entry in project.entries}
    due = [
        {"id": one.id, "title": titles.get(one.id, one.id), "why": say(_REASONS[one.kind]),
         "about": one.about, "date": written(one.date) if one.date else ""}
        for one in reviews(project.guideline, project.entries, workspace.day.isoformat())
    ]
    words, problems = InWords(project), workspace.problems()
    day, tasks = workspace.day, waiting_tasks(project)
    return {
        "due": due[:_SHOWN], "more_due": max(len(due) - _SHOWN, 0),
        "stale": list(_stale(project, titles)), "plain": list(_plain(project, titles)),
        "problems": [_problem(words, one) for one in problems[:_SHOWN]],
        "more_problems": max(len(problems) - _SHOWN, 0),
        "errors": sum(one.severity is Severity.ERROR for one in problems),
        "comments": list(_comments(project)), "tasks": tasks,
        "new_tasks": sum(one["new"] for one in tasks), "needs": waiting_needs(project),
        "new_needs": new_needs(project, day), "searches": due_searches(project, day),
    }


@require_POST
def name(request: HttpRequest) -> HttpResponse:
    """Keep the editor's name, which stands in the history."""
    desk().drafts.set("navn", " ".join(str(request.POST.get("navn", "")).split())[:80])
    return HttpResponseRedirect(reverse("forside"))


@require_GET
def listing(request: HttpRequest, kind: str) -> HttpResponse:
    """List everything of one kind."""
    if kind not in (*_LISTS, *_WORK, *_TOOLS):
        raise Http404
    return _listed(request, kind)


@require_GET
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Lead to the form of something new, which is named by its title."""
    if kind not in NAMED_BY_TITLE:
        raise Http404
    title = " ".join(str(request.GET.get("tittel", "")).split())
    name = slug(title)
    if not name or name in {NEW, *DEVICES}:
        return _listed(request, kind, title, say("Skriv en tittel som sier hva det er."))
    if not is_free(desk().workspace.project().folder, kind, name):
        return _listed(request, kind, title, say("Det finnes en med den tittelen fra før."))
    there = reverse("rediger", args=[kind, name])
    return HttpResponseRedirect(f"{there}?{urlencode({'tittel': title})}")


def _listed(request: HttpRequest, kind: str, asked: str = "", stop: str = "") -> HttpResponse:
    """Show the list; ``stop`` says what is wrong with the title ``asked`` of something new."""
    folder = desk().workspace.project().folder
    return page(
        request, "list", 422 if stop else 200, kind=kind, title=say(_PLURALS[kind]),
        items=list(names(folder, kind)), can_add=kind in _ADDED, can_begin=kind in NAMED_BY_TITLE,
        word=say(KINDS[kind]).lower(), missing=_missing(folder, kind), asked=asked, stop=stop,
    )


def _missing(folder: Folder, kind: str) -> list[tuple[str, str]]:
    """Return what there can be one of ``kind`` for, and is none."""
    if kind not in ("enkel", "rolleside", "kurs"):
        return []
    there = {name for name, _ in names(folder, kind)}
    return [one for one in titles(folder, kind).items() if one[0] not in there]


_PLURALS = {
    "kilde": N_("Kilder"), "lov": N_("Lover og forskrifter"), "begrep": N_("Begreper"),
    "side": N_("Tekstsider"), "enkel": N_("Anbefalingene i enkelt språk"),
    "rolleside": N_("Sider for roller"), "mal": N_("Maler"), "kurs": N_("Kurs"),
    "oppgave": N_("Oppgaver"),
    "endring": N_("Endringsnotater til neste utgave"), "horing": N_("Høringer"),
    "sporsmal": N_("Spørsmål på veikartet"), "melding": N_("Meldte behov"),
    "medvirkning": N_("Medvirkning"), "veileder": N_("Andre retningslinjer og veiledere"),
    "utenfor": N_("Det som ligger utenfor"), "tiltak": N_("Innføring og evaluering"),
    "litteratursok": N_("Lagrede søk"), "kriterium": N_("Kriterier for tilsyn"),
    "kvalitetsmaal": N_("Kvalitetsmål"),
    "plikt": N_("Plikter og spørsmål i egenkontrollen"),
}


def draft_title(fields: Fields, name: str) -> str:
    """Return what a draft is called in a list: its title, or the name of the document."""
    for key in ("tittel", "term", "title", "korttittel", "navn", "sak"):
        if fields.get(key):
            return fields[key][0] or name
    return name


def _drafts(project: Project) -> Iterator[dict[str, str]]:
    """Yield the drafts that say something else than the file does."""
    for kept in desk().drafts.all():
        kind, _, name_ = kept.key.partition("/")
        try:
            document = find(project.folder, kind, name_)
            if document is not None and kept.before == document.before and (
                document.made(kept.fields) == document.before
            ):
                continue
        except (Unreadable, Refused, UnicodeDecodeError):
            pass  # a draft that cannot be written yet is a draft
        at = datetime.fromisoformat(kept.at)
        yield {"kind": kind, "name": name_, "title": draft_title(kept.fields, name_),
               "what": say(KINDS.get(kind, kind)),
               "at": at.strftime("%d.%m. kl. %H.%M")}


def _plain(project: Project, titles: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yield the plain-language versions that were written from an older text."""
    for version in stale_versions(project):
        yield {"name": version.id, "title": titles.get(version.id, version.id)}


def _stale(project: Project, titles: dict[str, str]) -> Iterator[dict[str, Any]]:
    for entry in project.translations:
        if entry.sound and (entry.stale or entry.unmarked or entry.untranslated):
            yield {
                "name": f"{entry.id}.{entry.language}", "title": titles.get(entry.id, entry.id),
                "stale": len(entry.stale), "missing": len(entry.untranslated),
                "unmarked": len(entry.unmarked),
            }


def _comments(project: Project) -> Iterator[dict[str, Any]]:
    """Yield the rounds with comments that nothing is decided about."""
    for id_, found in project.rounds.results.items():
        open_ = [
            one for result in found for one in result.resultat.innspill if not one.vurdering.utfall
        ]
        if open_:
            yield {"id": id_, "count": len(open_)}


def _chapters(project: Project) -> Iterator[dict[str, Any]]:
    entries = {entry.id: entry for entry in project.entries}
    drafts = {kept.key for kept in desk().drafts.all()}
    for chapter in project.guideline.kapitler if project.guideline else ():
        yield {"id": chapter.id, "title": chapter.tittel, "items": [
            {
                "id": id_, "title": entries[id_].tittel or id_, "strength": entries[id_].styrke,
                "status": entries[id_].status, "draft": f"anbefaling/{id_}" in drafts,
                "errors": sum(p.severity is Severity.ERROR for p in entries[id_].problems),
            }
            for id_ in chapter.anbefalinger if id_ in entries
        ]}


def _problem(words: InWords, problem: Problem) -> dict[str, str]:
    """Return a problem with the form that it is fixed in, where there is one."""
    place = words.place(problem)
    return {
        "severity": problem.severity.value, "text": words.text(problem), "place": place.whole,
        "url": place.url,
    }
