"""The nynorsk of what a command writes of itself: review tasks, and what laws were held against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rettesnor.editing import yaml_emit
from rettesnor.editing.draft import Draft
from rettesnor.model.translation import MADE_FROM, digest, translated_path
from rettesnor.reading.content.guideline_paths import GUIDELINE, LAWS, part_path

NYNORSK = "nn"
_PHRASES = {
    "Lovdatas åpne samling av gjeldende lover": "Den opne samlinga av gjeldande lover frå Lovdata",
    "Lovdatas åpne samling av gjeldende sentrale forskrifter":
        "Den opne samlinga av gjeldande sentrale forskrifter frå Lovdata",
    "Meldte behov": "Melde behov", "Gjelder ": "Gjeld ",
    "Filene sier ikke sikkert når det gjelder fra.":
        "Filene seier ikkje sikkert når det gjeld frå.",
    "Den nye heter: ": "Den nye heiter: ", "Grunn som er oppgitt: ": "Grunn som er oppgjeven: ",
    "Vurder om de er aktuelle: ": "Vurder om dei er aktuelle: ",
    "har fått et uttrykk for bekymring": "har fått eit uttrykk for uro",
    "er trukket tilbake": "er trekt tilbake", "er rettet": "er retta",
    "er kommet i ny versjon": "er komen i ny versjon",
    "har en adresse som ikke svarer": "har ei adresse som ikkje svarar",
    "har ett nytt treff": "har eitt nytt treff",
}
"""What the commands write into tasks, and the same in nynorsk."""


def translate(draft: Draft, id_: str, task: Mapping[str, Any], quoted: str = "") -> None:
    """Write the nynorsk of a task beside it, where the guideline comes out in nynorsk.

    Args:
        task: what the task's file says.
        quoted: words in it that are somebody else's, such as the title of a source; they stay.
    """
    path = translated_path(part_path("task", id_), NYNORSK)
    if not _comes_out(draft) or draft.exists(path):
        return
    said: dict[str, Any] = {}
    made_from: dict[str, str] = {}
    # What is the same in both is left out: then the page marks the words of others as bokmål.
    seen = str((task.get("funnet_i") or {}).get("mot", ""))
    if (made := _in_nynorsk(seen, quoted)) != seen:
        said["funnet_i"] = {"mot": made}
        made_from["funnet_i.mot"] = digest(seen)
    for name in ("tittel", "om"):
        text = str(task.get(name, ""))
        if (made := _in_nynorsk(text, quoted)) != text:
            said[name] = made
            made_from[name] = digest(text)
    if said:
        draft.put(path, yaml_emit.document({**said, MADE_FROM: made_from}, lambda _: False))


def translate_checks(draft: Draft, held: Mapping[str, str]) -> None:
    """Write what laws were held against in nynorsk, where the laws have a file in nynorsk.

    Args:
        held: what each law (its id) was held against, as the register says it.
    """
    path = translated_path(LAWS, NYNORSK)
    if not held or not _comes_out(draft) or not draft.exists(path):
        return
    data = draft.data(path)
    laws = list(data.get("lover") or ())
    by_id = {law.get("id"): law for law in laws}
    marks = dict(data.get(MADE_FROM) or {})
    for id_, said in held.items():
        if id_ not in by_id:
            laws.append(by_id.setdefault(id_, {"id": id_}))
        by_id[id_]["kontrollert"] = {"mot": _in_nynorsk(said, "")}
        marks[f"lover.{id_}.kontrollert.mot"] = digest(said)
    draft.write(path, {**data, "lover": laws, MADE_FROM: marks})


def _comes_out(draft: Draft) -> bool:
    """Whether the guideline comes out in nynorsk."""
    languages = draft.data(GUIDELINE).get("sprak") or () if draft.exists(GUIDELINE) else ()
    return NYNORSK in [one.get("id") for one in languages]


def _in_nynorsk(text: str, quoted: str) -> str:
    before, found, after = text.partition(quoted) if quoted else (text, "", "")
    for bokmal, nynorsk in _PHRASES.items():
        before = before.replace(bokmal, nynorsk, 1)
        after = after.replace(bokmal, nynorsk, 1)
    return f"{before}{found}{after}"
