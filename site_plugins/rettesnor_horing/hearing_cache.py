"""The hearings of this desk, read once per process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.http import Http404
from rettesnor.reading.content.change_fragments import read_release
from rettesnor.releases.timeline import read

from rettesnor_horing.hearing.load import Hearing, folder_text, read_hearings
from rettesnor_horing.hearing.text import HeardText


@cache
def hearings() -> Mapping[str, Hearing]:
    """Return the hearings by id.

    Raises:
        RoundError: a round or its release cannot be read.
    """
    return read_hearings(settings.HORING_ROOT, unreleased=settings.HORING_UNRELEASED)


def hearing_or_404(id_: str) -> Hearing:
    """Return the hearing with id ``id_``.

    Raises:
        Http404: there is none.
    """
    try:
        return hearings()[id_]
    except KeyError:
        raise Http404 from None


def current_draft() -> HeardText | None:
    """Return the guideline as it is being revised, read again, if its folder is configured.

    Raises:
        RoundError: the draft cannot be read.
    """
    return folder_text(settings.HORING_DRAFT) if settings.HORING_DRAFT else None


def site_page(version: str, recommendation: str = "") -> str:
    """Return the address of a released text on the guideline's site; empty when none is known."""
    if not settings.HORING_SITE:
        return ""
    address = f"{settings.HORING_SITE}/v/{version}/"
    for hearing in hearings().values():
        section = hearing.text.sections.get(recommendation)
        if hearing.nb.utgave == version and section is not None:
            return f"{address}{section.kapittel}/{section.id}/"
    return address


def successors(recommendation: str) -> tuple[str, ...]:
    """Return the ids of the recommendations that took over from one, by the draft's releases."""
    if settings.HORING_DRAFT is None:
        return ()
    history = read(settings.HORING_DRAFT / "changelog", read_release)
    return tuple(id_ for id_ in history.leads_to(recommendation) if id_ != recommendation)
