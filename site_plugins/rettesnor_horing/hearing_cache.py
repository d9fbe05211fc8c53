"""The hearings of this desk, as they were last read in this process (``round_watch.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.http import Http404
from rettesnor.model.pages import page_address
from rettesnor.reading.content.change_fragments import read_release
from rettesnor.releases.timeline import read

from rettesnor_horing.hearing.load import Hearing, folder_texts, read_hearings
from rettesnor_horing.hearing.text import HeardText
from rettesnor_horing.words import language

_later: list[Mapping[str, Hearing]] = []
"""The hearings of the latest reading but the first; empty until there is one."""
_readings = 0


def hearings() -> Mapping[str, Hearing]:
    """Return the hearings by id.

    Raises:
        RoundError: a round or its release cannot be read, and none has been read before.
    """
    return _later[0] if _later else _first()


@cache
def _first() -> Mapping[str, Hearing]:
    return read_files()


def read_files() -> Mapping[str, Hearing]:
    """Return the hearings as their files are now.

    Raises:
        RoundError: a round or its release cannot be read.
    """
    return read_hearings(settings.HORING_ROOT, unreleased=settings.HORING_UNRELEASED)


def put_in_force(found: Mapping[str, Hearing]) -> None:
    """Let ``found`` be the hearings of this process."""
    global _readings  # one number for the process
    _later[:] = [found]
    _readings += 1


def reading() -> int:
    """Return the number of the reading; what is made from the hearings is kept under it."""
    return _readings


def hearing_or_404(id_: str) -> Hearing:
    """Return the hearing with id ``id_``.

    Raises:
        Http404: there is none.
    """
    try:
        return hearings()[id_]
    except KeyError:
        raise Http404 from None


def current_draft() -> tuple[HeardText, HeardText | None] | None:
    """Return the guideline as it is being revised, read again, if its folder is configured.

    The second is the same in nynorsk; None when nothing of it is translated.

    Raises:
        RoundError: the draft cannot be read.
    """
    return folder_texts(settings.HORING_DRAFT) if settings.HORING_DRAFT else None


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


def needs_page(number: str = "", maalform: str = "") -> str:
    """Return where the guideline's site shows reported needs; empty when no site is known.

    Args:
        number: the comment that is looked for.
    """
    if not settings.HORING_SITE:
        return ""
    tree = "nn/" if (maalform or language()) == "nn" else ""
    anchor = f"#{need_id(number)}" if number else ""
    return f"{settings.HORING_SITE.rstrip('/')}/{tree}{page_address('behov')}{anchor}"


def need_id(number: str) -> str:
    """Return what the comment ``number`` is called in the guideline's list of needs."""
    return number.casefold()


def successors(recommendation: str) -> tuple[str, ...]:
    """Return the ids of the recommendations that took over from one, by the draft's releases."""
    if settings.HORING_DRAFT is None:
        return ()
    history = read(settings.HORING_DRAFT / "changelog", read_release)
    return tuple(id_ for id_ in history.leads_to(recommendation) if id_ != recommendation)
