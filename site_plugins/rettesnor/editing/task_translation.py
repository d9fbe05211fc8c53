"""The nynorsk of review tasks that a command makes: what it writes itself is said in both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rettesnor.editing import yaml_emit
from rettesnor.editing.draft import Draft
from rettesnor.model.translation import MADE_FROM, digest
from rettesnor.reading.content.guideline_paths import GUIDELINE, part_path

NYNORSK = "nn"
_PHRASES = {
    "Lovdatas åpne samling av gjeldende lover": "Den opne samlinga av gjeldande lover frå Lovdata",
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
    languages = draft.data(GUIDELINE).get("sprak") or () if draft.exists(GUIDELINE) else ()
    path = f"{part_path('task', id_).removesuffix('.yml')}.{NYNORSK}.yml"
    if NYNORSK not in [one.get("id") for one in languages] or draft.exists(path):
        return
    said: dict[str, Any] = {}
    made_from: dict[str, str] = {}
    if seen := (task.get("funnet_i") or {}).get("mot"):
        said["funnet_i"] = {"mot": _in_nynorsk(seen, quoted)}
        made_from["funnet_i.mot"] = digest(seen)
    for name in ("tittel", "om"):
        if task.get(name):
            said[name] = _in_nynorsk(task[name], quoted)
            made_from[name] = digest(task[name])
    if said:
        draft.put(path, yaml_emit.document({**said, MADE_FROM: made_from}, lambda _: False))


def _in_nynorsk(text: str, quoted: str) -> str:
    before, found, after = text.partition(quoted) if quoted else (text, "", "")
    for bokmal, nynorsk in _PHRASES.items():
        before = before.replace(bokmal, nynorsk, 1)
        after = after.replace(bokmal, nynorsk, 1)
    return f"{before}{found}{after}"
