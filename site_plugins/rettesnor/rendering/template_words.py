"""What a template says of itself, on its page and in its documents: what it serves, which version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rettesnor.model.form_template import Mal, newer
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.status import version_label


@dataclass(frozen=True, slots=True)
class Newer:
    """A recommendation that changed after the template did, and the release that changed it."""

    head: Head
    version: str


def served(context: Context, template: Mal) -> list[Head]:
    """Return the recommendations that ``template`` serves, those that are shown."""
    return [context.heads[id_] for id_ in template.anbefalinger if id_ in context.heads]


def own_version(context: Context, template: Mal) -> str:
    """Return the release that last changed ``template``; empty when none did."""
    return context.template_versions.get(template.id, "")


def newer_heads(context: Context, template: Mal) -> list[Newer]:
    """Return the recommendations that changed after ``template`` did."""
    versions = {
        id_: context.served_versions.get(id_, head.versjon)
        for id_, head in context.heads.items()
    }
    return [
        Newer(context.heads[id_], version)
        for id_, version in newer(template, own_version(context, template), versions)
    ]


def state(context: Context, template: Mal) -> str:
    """Return in which release ``template`` was last changed, in a sentence."""
    own = own_version(context, template)
    if not own:
        return context.gettext("Malen er ikke utgitt ennå.")
    said = context.gettext("Malen er sist endret i versjon {version}.").format(version=own)
    if template.gjennomgatt:
        said += " " + context.gettext("Den er sist gjennomgått mot versjon {version}.").format(
            version=template.gjennomgatt
        )
    return said


def paper_line(context: Context, template: Mal) -> str:
    """Return what stands on every page of paper: what it is, what it serves, of which version."""
    _ = context.gettext
    parts = [f"{template.tittel}.", state(context, template)]
    if heads := served(context, template):
        parts.append(_("Laget til: {recommendations}.").format(
            recommendations=_listed(context, heads)
        ))
    label = version_label(context)
    parts.append(f"{context.guideline.korttittel}, {label[:1].lower()}{label[1:]}.")
    return " ".join(str(part) for part in parts)


def facts(context: Context, template: Mal) -> list[tuple[str, str]]:
    """Return label and text of what is said of ``template`` before the form, on paper."""
    _ = context.gettext
    found = (
        (_("Brukes til"), template.brukes_til), (_("Fylles ut av"), template.fylles_ut_av),
        (_("Personvern"), template.skriv_ikke), (_("Oppbevares"), template.oppbevares),
    )
    return [(label, str(text)) for label, text in found if text]


def other_tools(template: Mal) -> list[str]:
    """Return the instruments of others, a line each."""
    return [
        ". ".join(filter(None, (
            f"{one.tittel} ({one.utgiver})" if one.utgiver else str(one.tittel),
            str(one.om).rstrip("."), one.lenke,
        )))
        for one in template.andres
    ]


def _listed(context: Context, heads: Sequence[Head]) -> str:
    return "; ".join(
        f"{head.tittel} ({head.versjon})" if head.versjon
        else f"{head.tittel} ({context.gettext('ikke utgitt ennå')})"
        for head in heads
    )
