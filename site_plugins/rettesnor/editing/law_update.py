"""Taking what Lovdata's files say into the register of laws, and making the review tasks of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rettesnor.editing import yaml_emit
from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.task_translation import translate, translate_checks
from rettesnor.model.legal_reference import canonical
from rettesnor.model.task import REPEALED
from rettesnor.reading.content.guideline_paths import LAWS, part_path
from rettesnor.reading.lovdata.citing import Citations, Citing
from rettesnor.reading.lovdata.findings import Finding, address, spoken

_MOST_TEXT = 60
"""Most paragraphs of a provision that a task keeps."""
_LONGEST = 100


def take(draft: Draft, findings: Sequence[Finding], citations: Citations, day: str) -> list[str]:
    """Write ``findings`` into the register, and a task for each that somebody has to assess.

    A task that is there already stays as it is, but for the day from which the change applies.

    Returns: the ids of the new tasks.

    Raises:
        NotPossible: the register cannot be changed without changing anything else in it.
    """
    data = draft.data(LAWS)
    laws = {law.get("id"): law for law in data.get("lover", ()) if isinstance(law, dict)}
    made = []
    for one in findings:
        law = laws.get(one.law)
        if law is None:
            raise NotPossible(f"Loven «{one.law}» finnes ikke i {LAWS}.")
        _register(law, one)
        if not one.of_register and (id_ := _task(draft, one, citations, day)):
            made.append(id_)
    draft.write(LAWS, data)
    translate_checks(
        draft, {one.law: one.seen_in for one in findings if one.kind == "kontrollert"}
    )
    return made


def proposed(one: Finding) -> list[str]:
    """Return what a finding would change in the register, field by field, in Norwegian."""
    if one.kind == "kontrollert":
        return [f"kontrollert: {one.value} ({one.seen_in})"]
    if one.kind in ("overskrift", "ikraft"):
        return [f"{one.kind}: {one.value}"]
    if one.pending:
        when = one.in_force or "ikke bestemt"
        return [f"varslet: {spoken(one.by)}, i kraft {when}"]
    field = "opphevet" if one.kind in REPEALED else "endret"
    return [f"{field}: {one.in_force}"]


def _register(law: dict[str, Any], one: Finding) -> None:
    """Change the register's entry of a law."""
    if one.kind == "kontrollert":
        law["kontrollert"] = {"dato": one.value, "mot": one.seen_in}
        return
    target = law
    if one.section:
        wanted = canonical(one.section)
        target = next(
            each for each in law["paragrafer"] if canonical(each.get("paragraf", "")) == wanted
        )
    if one.kind in ("overskrift", "ikraft"):
        target[one.kind] = one.value
        return
    by = spoken(one.by)
    notices = [
        each for each in target.get("varslet") or ()
        if not (_same(each.get("ved"), by) and (
            not each.get("ikraft") or str(each["ikraft"]) == one.in_force
        ))
    ]
    if one.pending:
        notices.append({
            **({"ikraft": one.in_force} if one.in_force else {}), "ved": by,
            **({"oppheves": True} if one.kind in REPEALED else {}),
            "lenke": address(one.by),
        })
    elif one.kind in REPEALED:
        target["opphevet"] = one.in_force
    elif str(target.get("endret", "")) < one.in_force:
        target["endret"] = one.in_force
    if notices:
        target["varslet"] = notices
    else:
        target.pop("varslet", None)


def _same(one: Any, other: str) -> bool:
    return " ".join(str(one or "").split()).casefold() == other.casefold()


def _task(draft: Draft, one: Finding, citations: Citations, day: str) -> str:
    """Write the task of a finding; return its id when it is new."""
    who = citations.of(one.law, one.section)
    if not who:
        return ""
    path = part_path("task", one.id[:_LONGEST].rstrip("-"))
    if draft.exists(path):
        data = draft.data(path)
        if one.in_force and str(data.get("ikraft", "")) != one.in_force:
            draft.write(path, {**data, "ikraft": one.in_force})
        return ""
    data = task_data(one, who, day)
    draft.put(path, yaml_emit.document(data, lambda _: False))
    translate(draft, str(data["id"]), data, one.detail)
    return one.id[:_LONGEST].rstrip("-")


def task_data(one: Finding, who: Citing, day: str) -> dict[str, Any]:
    """Return the review task of a finding, as its file has it."""
    where = {**({"dato": one.seen_dated} if one.seen_dated else {}), "mot": one.seen_in}
    about = f"Gjelder {one.detail}." if one.detail and one.kind != "flyttet" else ""
    if one.kind == "flyttet" and one.detail:
        about = f"Paragrafen får nummeret {one.detail}."
    if not one.decided:
        about = f"{about} Filene sier ikke sikkert når det gjelder fra.".strip()
    fields: Mapping[str, Any] = {
        "id": one.id[:_LONGEST].rstrip("-"), "slag": "lov", "hendelse": one.kind, "funnet": day,
        "funnet_i": where, "om": about, "lov": one.law, "paragraf": one.section,
        "ikraft": one.in_force, "ved": spoken(one.by), "lenke": address(one.by),
        "tekst_for": list(one.before[:_MOST_TEXT]), "tekst_etter": list(one.after[:_MOST_TEXT]),
        "anbefalinger": list(who.recommendations), "steder": list(who.places),
    }
    return {name: value for name, value in fields.items() if value}


def chosen(findings: Sequence[Finding], ids: Iterable[str]) -> list[Finding]:
    """Return the findings named by ``ids``.

    Raises:
        NotPossible: there is no such finding.
    """
    by_id = {one.id: one for one in findings}
    unknown = [id_ for id_ in ids if id_ not in by_id]
    if unknown:
        raise NotPossible(
            f"«{unknown[0]}» er ikke blant funnene. Kjør kommandoen uten --take for å se dem."
        )
    return [by_id[id_] for id_ in dict.fromkeys(ids)]
