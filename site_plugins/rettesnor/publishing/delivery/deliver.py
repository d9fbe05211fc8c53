"""Publishing a built site, and going back to an earlier one: the old site or the new, never half.

The order is:

1. The site is put whole at the target under an id of its own. Readers do not see it.
2. The journal says which site is to take the place of which.
3. The target switches.
4. The log gets its line, and the journal is removed.
5. Sites that are no longer to be kept are removed.

Stopped before 3, the old site is there, and what was uploaded is of no use. Stopped after it, the
new one is there, and ``recover`` adds the line that is missing. Where the target cannot switch in
one step, ``recover`` switches once more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rettesnor.publishing.delivery import records
from rettesnor.publishing.delivery.records import LogEntry
from rettesnor.publishing.delivery.target import DeliveryError, Stamp, Target


def stamp_of(versjon: str, innhold: str, now: datetime) -> Stamp:
    """Return the stamp of a site that is published ``now`` (UTC)."""
    return Stamp(
        f"{now:%Y%m%dT%H%M%SZ}-{versjon or 'arbeid'}-{innhold[:8]}", versjon,
        now.isoformat(timespec="seconds"), innhold,
    )


def deliver(
    target: Target, folder: Path, site: Path, stamp: Stamp, by: str, keep: int
) -> Stamp | None:
    """Publish ``site``; return the stamp of the site that was there before.

    ``recover`` must have been called.

    Args:
        folder: the folder of the records.
        keep: how many published sites to keep.

    Raises:
        DeliveryError: it could not be published; the old site is there.
    """
    live = target.live()
    target.upload(site, stamp)
    _switch(target, folder, records.PUBLISHED, stamp, live, by, stamp.tid)
    prune(target, keep)
    return live


def roll_back(
    target: Target, folder: Path, id_: str, by: str, now: datetime
) -> tuple[Stamp | None, Stamp]:
    """Let readers see an earlier site again; return the one that was there, and the one that is.

    ``recover`` must have been called.

    Args:
        id_: which one; empty for the one before the one that readers see.

    Raises:
        DeliveryError: there is none, or it could not be done; the old site is there.
    """
    live, stamp = before(target, folder, id_)
    when = now.isoformat(timespec="seconds")
    _switch(target, folder, records.ROLLED_BACK, stamp, live, by, when)
    return live, stamp


def before(target: Target, folder: Path, id_: str = "") -> tuple[Stamp | None, Stamp]:
    """Return the site that readers see, and the one that a rollback would show instead.

    Raises:
        DeliveryError: there is none.
    """
    live, kept = target.live(), target.kept()
    if id_:
        found = [stamp for stamp in kept if stamp.id == id_]
        if not found:
            raise DeliveryError(
                f"«{id_}» er ikke blant dem som er beholdt: "
                f"{', '.join(stamp.id for stamp in kept) or 'ingen'}."
            )
    else:
        found = _replaced_by(folder, live, kept)
        if not found:
            raise DeliveryError("Det finnes ikke noe tidligere nettsted å gå tilbake til.")
    stamp = found[0]
    if live == stamp:
        raise DeliveryError(f"«{stamp.id}» er allerede det leserne ser.")
    return live, stamp


def recover(target: Target, folder: Path) -> LogEntry | None:
    """Do what is left of a publication that was stopped; return what was done with it."""
    target.prepare()
    entry = records.begun(folder)
    if entry is None:
        return None
    if entry.til != target.name:
        raise DeliveryError(
            f"En publisering til «{entry.til}» ble avbrutt, og «til» i publish.yml er endret "
            f"etterpå. Sett det tilbake, og kjør kommandoen på nytt."
        )
    if not target.is_atomic and entry.id in {stamp.id for stamp in target.kept()}:
        target.switch(entry.id)
    live = target.live()
    done = entry if live is not None and live.id == entry.id else (
        replace(entry, handling=records.STOPPED)
    )
    records.finish(folder, done)
    return done


def prune(target: Target, keep: int) -> None:
    """Remove all but the last ``keep`` sites, and the last one of each of the last versions.

    A site that is published daily would else push out the version before within days. The one that
    readers see is never removed.
    """
    live, kept = target.live(), target.kept()
    wanted = {stamp.id for stamp in kept[-keep:]}
    by_version = {stamp.versjon: stamp.id for stamp in kept}
    wanted |= set(sorted(by_version.values())[-keep:])
    for stamp in kept:
        if stamp.id not in wanted and (live is None or stamp.id != live.id):
            target.remove(stamp.id)


def is_held(folder: Path) -> LogEntry | None:
    """Return the rollback that scheduled publications must not undo, if it was the last deed."""
    done = [one for one in records.read_log(folder) if one.handling != records.STOPPED]
    return done[-1] if done and done[-1].handling == records.ROLLED_BACK else None


def _replaced_by(folder: Path, live: Stamp | None, kept: list[Stamp]) -> list[Stamp]:
    """Return the site that readers saw before ``live``, by the log, else by the ids."""
    if live is None:
        return kept[-1:]
    replaced = [
        one.fra for one in records.read_log(folder)
        if one.id == live.id and one.handling == records.PUBLISHED
    ]
    by_log = [stamp for stamp in kept if stamp.id in replaced[-1:]]
    return by_log or [stamp for stamp in kept if stamp.id < live.id][-1:]


def _switch(
    target: Target, folder: Path, deed: str, stamp: Stamp, live: Stamp | None, by: str, when: str
) -> None:
    entry = LogEntry(
        when, deed, by, target.name, stamp.id, stamp.versjon, stamp.innhold,
        live.id if live else "",
    )
    records.begin(folder, entry)
    target.switch(stamp.id)
    records.finish(folder, entry)
