"""Who stands behind which part of a recommendation, in words; empty where one owner does.

The pages say the same in the same words (``templates/macros/common.html``), so that a text is
translated once.
"""

from __future__ import annotations

from rettesnor.exports.documents.context import DocumentContext
from rettesnor.model.guideline import leading

_SENTENCE = "kort_anbefaling"


def official(setting: DocumentContext) -> str:
    """Return the label of the official sentence."""
    g, _ = setting.guideline, setting.gettext
    if g.avsender is None or not g.is_official(_SENTENCE):
        return ""
    return _("Offisiell anbefaling fra %(owner)s") % {"owner": g.eier.navn}


def voice(setting: DocumentContext) -> tuple[str, str]:
    """Return the label of the rest of the text, and who wrote it in which state."""
    g, _ = setting.guideline, setting.gettext
    if g.avsender is None:
        return "", ""
    sender = g.avsender.navn
    names = {"owner": g.eier.navn, "sender": sender, "first": leading(sender)}
    translated = setting.language != g.languages[0].id
    said = []
    if g.is_official(_SENTENCE):
        said.append(
            _("Setningen over er fra %(owner)s, og %(sender)s har oversatt den.") if translated
            else _("Setningen over er fra %(owner)s.")
        )
        said.append(
            _("%(first)s har skrevet resten, og den er ikke vedtatt.") if g.draft
            else _("%(first)s har skrevet resten.")
        )
    elif g.draft:
        said.append(_(
            "%(first)s har skrevet hele anbefalingen, og den er ikke vedtatt av %(owner)s."
        ))
    label = _("Utkast fra %(sender)s") if g.draft else _("Skrevet av %(sender)s")
    return label % names, " ".join(said) % names


def speaker(setting: DocumentContext) -> str:
    """Return whose voice the reasons are in."""
    g, _ = setting.guideline, setting.gettext
    if g.avsender is None:
        return ""
    sender = g.avsender.navn
    return _(
        "%(sender)s har skrevet begrunnelsen. «Vi» i teksten er %(inner)s, ikke %(owner)s."
    ) % {"sender": leading(sender), "inner": sender, "owner": g.eier.navn}
