"""The check's most common sentences, so that the desk in nynorsk says them in nynorsk.

The check writes in bokmål. What is not here stays as it is, and the desk says so.
"""

from __future__ import annotations

import re
from functools import cache

from rettesnor_editor.language import N_, say

SENTENCES = (
    N_("Teksten er ikke fylt ut: den har «{word}»."),
    N_("Skriv teksten som skal stå der. En utgave blir ikke gitt ut før det er gjort."),
    N_("Setningen sier «{said}», men styrken er «{strength}»."),
    N_("Skriv «{strength}» i setningen, eller endre styrken til «{said}»."),
    N_("Setningen har verken {words}."),
    N_("Oversettelsen av «{field}» er laget av en eldre tekst."),
    N_("{n} tekster er ikke oversatt: {fields}."),
    N_("Leserne får dem på originalspråket til de er oversatt."),
    N_("{n} filer av {all} er ikke oversatt til nynorsk: {files}."),
    N_("Kilden «{key}» finnes ikke i {file}."),
    N_("Legg til kilden, eller rett nøkkelen."),
    N_("Loven «{law}» finnes ikke i {file}."),
    N_("{section} finnes ikke i {file}."),
    N_("«{word}» står ikke i ordlista."),
    N_("«{field}» er tom."),
    N_("Mente du «{name}»?"),
)
"""Messages and advice of the check, with a name for what varies."""


@cache
def pattern(sentence: str) -> re.Pattern[str]:
    """Return what matches a sentence with anything for what varies."""
    parts = re.split(r"\{(\w+)\}", sentence)
    return re.compile("".join(
        f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)
    ))


def translated(said: str) -> str:
    """Return a message or advice in the language of the page, where it is a known sentence."""
    for sentence in SENTENCES:
        if found := pattern(sentence).fullmatch(said):
            return say(sentence, **found.groupdict())
    return said
