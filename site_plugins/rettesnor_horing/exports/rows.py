"""Comments as rows, the same for every format of the internal export."""

from __future__ import annotations

from collections.abc import Iterable

from rettesnor.model.time_zone import OSLO
from rettesnor.model.untrusted_text import safe

from rettesnor_horing.desk.workflow import in_force
from rettesnor_horing.models import Comment

COLUMNS = (
    "nummer", "mottatt", "slag", "organisasjon", "navn", "rolle", "maalform", "utgave",
    "kapittel", "anbefaling", "felt", "avsnitt", "sitat", "sporsmaal", "tekst", "valg", "tall",
    "status", "publisering", "tildelt", "merkelapper", "gruppe", "utfall", "begrunnelse",
)


def rows(comments: Iterable[Comment]) -> Iterable[dict[str, str]]:
    """Yield each comment as text by column; e-mail addresses stay in the desk.

    Control characters, which no document can hold, are shown as markers.
    """
    for c in comments:
        s = c.submission
        disposition = in_force(c)
        row = {
            "nummer": c.nummer,
            "mottatt": s.received.astimezone(OSLO).strftime("%Y-%m-%d %H:%M"),
            "slag": s.slag, "organisasjon": s.organisasjon, "navn": s.navn, "rolle": s.rolle,
            "maalform": s.maalform, "utgave": c.utgave, "kapittel": c.kapittel,
            "anbefaling": c.anbefaling, "felt": c.felt, "avsnitt": c.avsnitt, "sitat": c.exact,
            "sporsmaal": c.sporsmaal, "tekst": c.tekst, "valg": " ".join(c.valg),
            "tall": "" if c.tall is None else str(c.tall), "status": c.status,
            "publisering": c.moderation,
            "tildelt": c.assigned_to.get_username() if c.assigned_to else "",
            "merkelapper": ", ".join(tag.navn for tag in c.tags.all()),
            "gruppe": c.group.navn if c.group else "",
            "utfall": disposition.utfall if disposition else "",
            "begrunnelse": disposition.begrunnelse if disposition else "",
        }
        yield {name: safe(text) for name, text in row.items()}
