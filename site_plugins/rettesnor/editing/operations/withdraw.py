"""Withdrawing a recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rettesnor.editing import chapters, fragments, plain_versions, references
from rettesnor.editing.draft import Draft
from rettesnor.editing.fragments import Decision
from rettesnor.editing.operations.move import title_of
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.editing.project_files import ProjectFiles

_FEWEST, _MOST = 10, 400
_SHOWN = 10


def withdraw(
    files: ProjectFiles, id_: str, reason: str, decision: Decision, *,
    successors: Sequence[str] = (), unlink: bool = False,
) -> Plan:
    """Plan the withdrawal of a recommendation. Its address will say why, and where to go.

    Args:
        reason: why, to readers who come to the old address.
        successors: recommendations that readers are led to; links in prose go to the first.
        unlink: whether links to it become plain words, when there is no successor.

    Raises:
        NotPossible: it or a successor does not exist, the reason does not fit, or there are links
            to it and nothing says what they should become.
    """
    draft = Draft(files)
    title = title_of(draft, id_)
    if not _FEWEST <= len(reason) <= _MOST or "\n" in reason:
        raise NotPossible(
            f"Grunnen vises til dem som kommer til den gamle adressen. Skriv {_FEWEST} til {_MOST} "
            "tegn med --reason."
        )
    for other in successors:
        chapters.path_of(draft, other)
    if id_ in successors:
        raise NotPossible("Den kan ikke erstatte seg selv.")
    links = references.links_to(draft, id_, (id_,))
    if links and not successors and not unlink:
        shown = "\n".join(f"  {one.path}:{one.line}: {one.label}" for one in links[:_SHOWN])
        more = f"\n  … og {len(links) - _SHOWN} til." if len(links) > _SHOWN else ""
        raise NotPossible(
            f"Tekstene lenker til «{id_}» her:\n{shown}{more}\n"
            "Oppgi anbefalingen lenkene skal gå til med --successor, eller gjør dem til vanlig "
            "tekst med --unlink."
        )
    remove(draft, id_)
    chapters.take_out(draft, id_)
    chapters.drop_empty(draft)
    changed = references.redirect(draft, id_, successors[0] if successors else "")
    if links and not successors:
        draft.notes += [
            f"{one.path}:{one.line}: Lenken «{one.label}» er nå vanlig tekst. Les setningen."
            for one in links
        ]
    gone = fragments.follow(draft, id_, successors)
    if fragments.is_released(draft, id_):
        gone.insert(0, id_)
    if gone:
        fragments.report(
            draft, f"opphev-{id_}", "opphevet",
            f"Anbefalingen «{title}» er tatt ut.", replace(decision, reason=reason),
            substantive=True, anbefalinger=gone, i_stedet=list(successors), grunn=reason,
        )
    fragments.report_links(draft, changed, id_, title, decision, {id_})
    fragments.settle(draft, references.ids_of(changed))
    return draft.plan(f"Tatt ut anbefalingen «{title}» ({id_}).")


def remove(draft: Draft, id_: str) -> None:
    """Remove the files of a recommendation, and its plain version."""
    path = chapters.path_of(draft, id_)
    for other in chapters.translations(draft, path).values():
        draft.remove(other)
    draft.remove(path)
    plain_versions.remove(draft, id_)
