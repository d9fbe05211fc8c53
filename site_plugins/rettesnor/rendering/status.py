"""What pages say in one line of the text they show: its version, its status and its hearing."""

from __future__ import annotations

from collections.abc import Sequence

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.hearing import Hearing
from rettesnor.model.pages import kinds
from rettesnor.model.unreleased import CHANGED, NEW, NEW_LANGUAGE
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.comment_links import comment_link, hearing_bar, hearing_scripts
from rettesnor.rendering.context import DRAFT, Context, Head
from rettesnor.rendering.jinja_env import norwegian_date
from rettesnor.rendering.page import Link, Page

_SILENT, _HEARD = kinds("plain"), kinds("heard")
_STATES = {
    "utkast": N_("Utkast"), "høring": N_("På høring"), "gjeldende": N_("Gjeldende"),
    "under revisjon": N_("Under revisjon"), "opphevet": N_("Opphevet"),
}
_DIFFERS = {
    NEW: N_("Anbefalingen er ny og ikke utgitt."),
    CHANGED: N_("Teksten er endret siden {version}."),
    NEW_LANGUAGE: N_("{version} ble ikke utgitt på dette språket."),
    "": N_("Teksten i anbefalingen er som i {version}."),
}
"""How a recommendation in a working edition differs from the last release."""


def version_label(context: Context) -> str:
    """Return which edition the pages show: a release, or a working edition after one."""
    _ = context.gettext
    if context.working:
        return _("Arbeidsutgave etter {version}, ikke utgitt").format(version=context.released)
    if context.current and not context.released:
        return _("Arbeidsutgave, ikke utgitt")
    return f"{_('Versjon')} {context.guideline.versjon}"


def version_stamp(context: Context) -> str:
    """Return the same for programs, whatever the language: «1.0.0», «1.0.0+» for what follows it.
    """
    if context.working:
        return f"{context.released}+"
    return "0+" if context.current and not context.released else context.guideline.versjon


def text_label(context: Context, head: Head) -> str:
    """Return in which edition the text of ``head`` stands, as a citation names it.

    A text that is as it was released is cited as released, also from a working edition.
    """
    _ = context.gettext
    if context.working and not head.avvik:
        return f"{_('versjon')} {context.released}"
    label = version_label(context)
    return label[:1].lower() + label[1:]


def is_released(context: Context, head: Head) -> bool:
    """Return whether the text of ``head`` is one that was released."""
    return bool(context.released) and not head.avvik


def released_address(context: Context, head: Head) -> str:
    """Return the address where the text of ``head`` never changes; empty where there is none."""
    if not context.address or not context.current or not is_released(context, head):
        return ""
    if context.folder:
        return ""  # releases are kept in the language written first
    site = context.address.removesuffix(context.prefix) if context.prefix else context.address
    return f"{site}v/{context.released}/{head.url}"


def differs(context: Context, head: Head) -> str:
    """Return how the text of ``head`` differs from the last release, in a sentence; empty before
    the first one, and where the site shows the release."""
    if not context.working:
        return ""
    return context.gettext(_DIFFERS[head.avvik]).format(version=context.released)


def release_day(context: Context, day: str) -> str:
    """Return the day of a release in words, and that it was only recorded then, if it was."""
    shown = norwegian_date(day, context.language)
    if day and day == context.recorded:
        return context.gettext("ført inn i Rettesnor {day}").format(day=shown)
    return shown


def published_name(context: Context, day: str) -> str:
    """Return what ``day``, when a text was first published, is called."""
    if not context.current:
        return context.gettext("Først publisert her")
    if day and day == context.recorded:
        return context.gettext("Ført inn i Rettesnor")
    return context.gettext("Først publisert")


def status_line(page: Page, context: Context, home: str) -> str:
    """Return the line that says what is to be known of the text on ``page``.

    Args:
        home: the way to the front page of what applies.
    """
    if page.base or page.kind in _SILENT:
        return ""
    head = _head(page, context)
    hearings = _hearings(page, context)
    said = environment.render(
        "status_line", context.language, draft=context.guideline.draft,
        sender=_sender(page, context),
        status=_status(context, head, hearings), runde=hearings[0] if hearings else None,
        version=version_label(context) if context.current else "",
        text=differs(context, head) if head else "", fixed=not context.current,
        hook=comment_link(
            hearings[0], head.id if head else "", home, page.headings, context.language
        ) if hearings else None,
        way=_way(context, home), root=home, id=head.id if head else "",
    )
    more = "".join(
        hearing_bar(one, head.id if head else "", home, page.headings, context.language)
        for one in hearings[1:]
    )
    scripts = hearing_scripts(
        context.site_root(page.root), context.language, at_once=True
    ) if hearings else ""
    return f"{said}{more}{scripts}"


def _sender(page: Page, context: Context) -> str:
    """Return whose draft it is; empty where the page says it beside the official sentence."""
    sender = context.guideline.avsender
    return str(sender.navn) if sender and page.kind != "anbefaling" else ""


def _head(page: Page, context: Context) -> Head | None:
    id_ = page.url.split("/")[1] if page.kind == "anbefaling" else ""
    return context.heads.get(id_)


def _hearings(page: Page, context: Context) -> Sequence[Hearing]:
    if page.kind not in _HEARD or not context.current:
        return ()
    version, head = context.guideline.versjon, _head(page, context)
    return [
        hearing for hearing in context.hearings
        if hearing.runde.utgave == version and (head is None or head.id in hearing.hears)
    ]


def _way(context: Context, home: str) -> Link | None:
    """Return the way from a working edition that does not apply to what does."""
    if not context.prefix.startswith(DRAFT):
        return None
    return Link(home, context.gettext("Gå til gjeldende versjon"))


def _status(context: Context, head: Head | None, hearings: Sequence[Hearing]) -> str:
    """Return the status to be shown; empty where the line says it in other words."""
    status = head.status if head else context.guideline.status
    if status == "utkast" and context.guideline.draft:
        return ""
    if status == "gjeldende" and context.working:  # what applies is the release
        return ""
    if status == "høring":
        if hearings:
            return ""
        return context.gettext("Høringsutgave")
    return context.gettext(_STATES[status]) if status in _STATES else status.capitalize()
