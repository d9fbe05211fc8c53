"""Kill the desk under load, again and again; then see that nothing acknowledged is lost.

    python -m tests.horing.torture --kills 100 --database sqlite
    python -m tests.horing.torture --kills 100 --database postgres

Half of the senders use the JSON endpoint, half the form. Each sends an answer until it is
acknowledged, with the same key, as a careful client would. Kills take the whole server, one
worker, or (with PostgreSQL) one of the database's own processes.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path

from tests.horing import small
from tests.horing.desk_server import DeskServer, open_round
from tests.horing.postgres import Cluster

SENDERS = 6
_AT_LEAST = 4
"""Answers acknowledged between two kills: else it would not be under load."""
_MOST_SENT = 40_000
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""Numbers in a text might look like somebody's telephone."""


@dataclass
class Tally:
    """What the senders were told.

    Attributes:
        said: the text of every answer that was sent at all, by key.
        acknowledged: the keys of those that were acknowledged.
        refused: how many times the desk said honestly that it could not store.
        broken: how many times the connection broke.
    """

    said: dict[uuid.UUID, str] = field(default_factory=dict)
    acknowledged: set[uuid.UUID] = field(default_factory=set)
    refused: int = 0
    broken: int = 0


def send_on(desk: DeskServer, tally: Tally, stop: threading.Event, number: int) -> None:
    """Send answers one after the other until ``stop``; each until it is acknowledged."""
    from rettesnor_horing.intake.form_token import Ticket

    while not stop.is_set() and len(tally.said) < _MOST_SENT:
        key = uuid.uuid4()
        text = tally.said[key] = f"Svar {key.hex.translate(_LETTERS)} fra avsender {number}"
        opened = datetime.now(UTC) - timedelta(minutes=1)
        ticket = Ticket(small.ROUND, key, opened, opened).sealed()
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if number % 2:
                    status = desk.post_json(key, text)[0]
                else:
                    status = desk.post_form(ticket, text)[0]
            except (OSError, HTTPException, ValueError):
                tally.broken += 1
                time.sleep(0.05)
                continue
            if status in (200, 201, 303):
                tally.acknowledged.add(key)
                break
            tally.refused += status == 503
            time.sleep(0.05)


def busy(tally: Tally, seconds: float) -> None:
    """Wait ``seconds``, and on a slow machine until something more is acknowledged."""
    before, now = len(tally.acknowledged), time.monotonic()
    time.sleep(seconds)
    while len(tally.acknowledged) < before + _AT_LEAST and time.monotonic() < now + 15:
        time.sleep(0.05)


def torture(desk: DeskServer, kills: int, hit_database: Callable[[], None] | None) -> Tally:
    """Kill the desk ``kills`` times while it receives; return what the senders were told."""
    tally, stop, chance = Tally(), threading.Event(), random.Random(4)
    desk.start()
    senders = [
        threading.Thread(target=send_on, args=(desk, tally, stop, n), daemon=True)
        for n in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    for number in range(kills):
        busy(tally, chance.uniform(0.1, 0.9))
        if hit_database is not None and number % 5 == 4:
            hit_database()
        elif number % 2 or not desk.kill_worker():
            desk.kill()
            desk.start()
    stop.set()
    for sender in senders:
        sender.join(timeout=90)
    desk.stop()
    return tally


def stored() -> tuple[Counter[uuid.UUID], dict[uuid.UUID, str]]:
    """Return how often each key is in the database, and its comments' text."""
    from django.db import connection
    from rettesnor_horing.models import Comment, Submission

    connection.close()
    keys = Counter(Submission.objects.values_list("key", flat=True))
    rows = Comment.objects.order_by("id").values_list("submission__key", "tekst")
    texts: dict[uuid.UUID, str] = {}
    for key, text in rows:
        texts[key] = texts.get(key, "") + text
    return keys, texts


def faults(tally: Tally) -> list[str]:
    """Return what was lost, stored twice or changed."""
    keys, texts = stored()
    found = [f"lost: {key}" for key in tally.acknowledged if not keys[key]]
    found += [f"stored {number} times: {key}" for key, number in keys.items() if number > 1]
    found += [f"unknown: {key}" for key in keys if key not in tally.said]
    found += [f"not whole: {key}" for key in keys if texts.get(key) != tally.said.get(key)]
    return found


@contextmanager
def place(kind: str) -> Iterator[tuple[DeskServer, Cluster | None]]:
    """Set up a desk over a database of the ``kind``, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="horing-torture-", dir="/tmp") as name:
        folder = Path(name)
        cluster = Cluster() if kind == "postgres" else None
        url = cluster.url if cluster else f"sqlite:///{folder / 'horing.sqlite3'}"
        desk = DeskServer(open_round(folder), url)
        try:
            desk.django("migrate", "--verbosity", "0")
            desk.django("runder")
            yield desk, cluster
        finally:
            desk.stop()
            if cluster:
                cluster.remove()


def main() -> int:
    """Run the torture; return 0 when nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = parser.parse_args()
    started = time.monotonic()
    with place(options.database) as (desk, cluster):
        os.environ |= {k: v for k, v in desk.environment.items() if k != "PYTHONPATH"}
        sys.path.insert(0, desk.environment["PYTHONPATH"])
        import django

        django.setup()
        tally = torture(desk, options.kills, cluster.kill_backend if cluster else None)
        wrong = faults(tally)
    print(
        f"{options.database}: {options.kills} kills in {time.monotonic() - started:.0f} s; "
        f"{len(tally.acknowledged)} acknowledged of {len(tally.said)} sent, "
        f"{tally.broken} broken connections, {tally.refused} honest refusals; "
        f"{len(wrong)} faults"
    )
    print("\n".join(wrong[:20]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
