"""Reading the rounds again when their files change, so that the desk need not be restarted.

A request looks at the names, sizes and times of the files, once a second at most in each process.
Files that were changed within the last second may still be written, and are left for a later look.
What cannot be used never replaces what can: the desk goes on with the rounds that it has, and says
so in the log, on its front page, in ``/helse/`` and in ``rettesnor status``.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from rettesnor.reading.content.guideline_paths import DEVELOPMENT, HEARINGS
from rettesnor.releases.changelog_dir import versions

from rettesnor_horing import clock, hearing_cache
from rettesnor_horing.hearing.load import Hearing, RoundError
from rettesnor_horing.models import Comment, Draft, Letter, Submission
from rettesnor_horing.sync_rounds import ChangedTextError, take_in
from rettesnor_horing.words import say_later

EVERY = 1.0
"""Seconds between two looks in a process."""
SETTLED = 1.0
"""Seconds that a file must have been left alone."""
AGAIN = 15.0
"""Seconds before files that could not be used are tried again: what they lack may have come."""
REPORT = "runder-i-bruk.txt"
"""The file that says why newer rounds are not in use; it is there only while that is so."""
_BESIDE = ("guideline/utvikling.yml", "guideline/utvikling.nn.yml")
"""The files that say whether needs are received, and which are answered."""
_LOG = logging.getLogger("horing.rounds")

Files = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the newest files are not in use, in the language of who reads it, and since when."""

    said: str
    since: datetime


class _Unfit(Exception):
    """The rounds that were read cannot take over; says why."""


class Watch:
    """What a process knows of the files; ``look`` is safe to call from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looked = self._tried = float("-inf")
        self._seen: Files | None = None
        self._used: Files | None = None
        self._failed: Files | None = None
        self.fault: Fault | None = None

    def look(self) -> None:
        """Read the rounds again if their files have changed and can be used."""
        ticks = clock.ticks()
        if ticks - self._looked < EVERY or not self._lock.acquire(blocking=False):
            return
        try:
            self._looked = ticks
            self._look(ticks)
        finally:
            self._lock.release()

    def _look(self, ticks: float) -> None:
        now = files()
        before, self._seen = self._seen, now
        if self._used is None:
            self._begin(now)
            return
        if now == self._used:
            self._clear()
            return
        if now != before and not _settled(now):
            return
        if now == self._failed and ticks - self._tried < AGAIN:
            return
        self._tried = ticks
        try:
            found = hearing_cache.read_files()
            if files() != now:
                return  # changed while they were read
            _fits(found)
            with transaction.atomic():
                take_in(found)
        except (DatabaseError, InterfaceError) as error:
            # The old rounds stay until both the files and the database say the same.
            _LOG.error("the rounds are not stored (%s)", type(error).__name__)
        except ChangedTextError as error:
            self._keep(now, say_later(
                "Runden «{id}» har svar, og «utgave» kan ikke endres. Lag en ny runde.",
                id=str(error),
            ))
        except (RoundError, _Unfit) as error:
            self._keep(now, error.args[0])
        except Exception as error:  # whatever is in the files, the desk goes on
            _LOG.exception("the rounds cannot be read")
            self._keep(now, type(error).__name__)
        else:
            hearing_cache.put_in_force(found)
            self._used = now
            self._clear()
            _LOG.info("read %d rounds again", len(found))

    def _begin(self, now: Files) -> None:
        """Read the rounds for the first time; until that is possible each request says why not."""
        try:
            hearing_cache.hearings()
        except RoundError as error:
            _LOG.error("the rounds cannot be read: %s", error)
        else:
            self._used = now

    def _keep(self, now: Files, said: str) -> None:
        if self._failed == now and self.fault is not None and self.fault.said == said:
            return
        self._failed, self.fault = now, Fault(said, clock.now())
        _LOG.error("changed rounds are not in use: %s", said)
        report(str(said))

    def _clear(self) -> None:
        if self._failed is not None:
            self._failed = self.fault = None
            report("")


watch = Watch()


def files() -> Files:
    """Return name, size, time and number of each file of the rounds; nothing is opened.

    With them are the file about the work, which says where needs are received and how they were
    answered, and the newest release, which needs are about.
    """
    found = []
    try:
        with os.scandir(settings.HORING_ROOT / HEARINGS) as entries:
            found += [_known(Path(e.path)) for e in entries if e.name.endswith(".yml")]
    except OSError:  # a file that is exchanged just now, or no folder: the next look tells
        found = []
    with suppress(OSError):
        found.append(_known(settings.HORING_ROOT / DEVELOPMENT))
        records = versions(settings.HORING_ROOT / "changelog")
        found += [(str(newest), 0, 0, 0) for newest in records[-1:]]
    return tuple(sorted(found))


def _known(path: Path) -> tuple[str, int, int, int]:
    known = path.stat()
    return path.name, known.st_size, known.st_mtime_ns, known.st_ino


def _settled(now: Files) -> bool:
    """Whether nobody is writing: files from the future, by another clock, are taken at two looks.
    """
    newest = max((changed for _, _, changed, _ in now), default=0)
    return time.time() - newest / 1e9 >= SETTLED


def _fits(found: Mapping[str, Hearing]) -> None:
    """Refuse rounds that would leave answers without their round or their question.

    Raises:
        _Unfit: they would; says which.
    """
    for id_, known in hearing_cache.hearings().items():
        now = found.get(id_)
        if now is None:
            if any(
                model.objects.filter(round_id=id_).exists()
                for model in (Submission, Draft, Letter)
            ):
                raise _Unfit(say_later(
                    "Fila til runden «{id}» er borte, men runden har svar. Legg fila tilbake.",
                    id=id_,
                ))
            continue
        answers = Comment.objects.filter(submission__round_id=id_)
        for question in known.nb.sporsmaal:
            kept = now.nb.question(question.id)
            given = answers.filter(sporsmaal=question.id)
            if kept is None or kept.slag != question.slag:
                if given.exists():
                    raise _Unfit(say_later(
                        "Spørsmålet «{id}» i runden «{round}» har svar. Det kan ikke fjernes, og "
                        "slaget kan ikke endres.", id=question.id, round=id_,
                    ))
                continue
            lost = {o.id for o in question.alternativer} - {o.id for o in kept.alternativer}
            if lost and any(lost & set(chosen) for chosen in given.values_list("valg", flat=True)):
                raise _Unfit(say_later(
                    "Spørsmålet «{id}» i runden «{round}» har svar på et alternativ som er "
                    "fjernet: {lost}.", id=question.id, round=id_, lost=", ".join(sorted(lost)),
                ))


def report(said: str) -> None:
    """Write for ``rettesnor status`` why newer files are not in use; nothing when they are."""
    folder = os.environ.get("HORING_STATE", "")
    if not folder:
        return
    path = Path(folder) / REPORT
    try:
        if said:
            path.write_text(f"{said}\n", encoding="utf-8", newline="\n")
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        _LOG.error("%s cannot be written (%s)", REPORT, type(error).__name__)
