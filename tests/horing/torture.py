"""Kill the desk under load, again and again; then see that nothing acknowledged is lost.

    python -m tests.horing.torture --kills 100 --database sqlite
    python -m tests.horing.torture --kills 100 --database postgres

Half of the senders use the JSON endpoint, half the form. Each sends an answer until it is
acknowledged, with the same key, as a careful client would. Next to them case workers upload letters
(Word, PDF, text, e-mail) and register them, import tables, senders withdraw answers, and colleagues
write drafts together (``torture_work.py``). Kills take the whole server, one worker, or (with
PostgreSQL) one of the database's own processes. After each restart everything that was
acknowledged must be there once and unaltered, files by their digest.
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

from tests.horing import small, torture_work
from tests.horing.desk_server import DeskServer, open_round
from tests.horing.postgres import Cluster
from tests.horing.torture_work import Ledger, Person

SENDERS = 2
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


def busy(tally: Tally, ledger: Ledger, seconds: float) -> None:
    """Wait until more is acknowledged, of answers and of files, and then for ``seconds``.

    Reading a document takes a process of its own: on a busy machine nothing would ever be read
    between two kills that come too close.
    """
    before, files, now = len(tally.acknowledged), ledger.filed(), time.monotonic()
    while time.monotonic() < now + 40 and (
        len(tally.acknowledged) < before + _AT_LEAST or ledger.filed() <= files
    ):
        time.sleep(0.02)
    time.sleep(seconds)


def at_work(desk: DeskServer, ledger: Ledger, stop: threading.Event) -> list[threading.Thread]:
    """Let people work at the desk, each in a thread."""
    kari, per, ola, lead, sender = (Person(desk, ledger, stop) for _ in range(5))
    for one in (kari, per, ola):
        one.sign_in("kari")
    deeds: list[tuple[Callable[..., None], tuple[object, ...]]] = [
        (torture_work.letters, (kari, ("docx", "txt"))),
        (torture_work.letters, (per, ("pdf", "eml"))),
        (torture_work.tables, (ola,)),
        (torture_work.shared_drafts, (lead,)),
        (torture_work.withdrawals, (sender,)),
    ]

    def work(deed: Callable[..., None], arguments: tuple[object, ...]) -> None:
        try:
            deed(*arguments)
        except Exception as error:
            ledger.wrong.append(f"{deed.__name__} gave up: {error!r}")

    return [threading.Thread(target=work, args=one, daemon=True) for one in deeds]


def torture(
    desk: DeskServer, kills: int, hit_database: Callable[[], None] | None
) -> tuple[Tally, Ledger, list[str]]:
    """Kill the desk ``kills`` times while it is used.

    Returns what the senders and the others were told, and what was wrong after a restart.
    """
    tally, ledger, stop, chance = Tally(), Ledger(), threading.Event(), random.Random(4)
    desk.user("kari", "saksbehandler")
    desk.start()
    threads = [
        threading.Thread(target=send_on, args=(desk, tally, stop, n), daemon=True)
        for n in range(SENDERS)
    ] + at_work(desk, ledger, stop)
    for one in threads:
        one.start()
    wrong: list[str] = []
    for number in range(kills):
        busy(tally, ledger, chance.uniform(0.0, 1.5))
        if hit_database is not None and number % 5 == 1:
            hit_database()
        elif number % 2 or not desk.kill_worker():
            desk.kill()
            desk.start()
        wrong += [f"after kill {number + 1}: {one}" for one in looked_at(ledger)]
    stop.set()
    for one in threads:
        one.join(timeout=500)
    desk.stop()
    return tally, ledger, wrong + looked_at(ledger, ended=True)


def looked_at(ledger: Ledger, *, ended: bool = False) -> list[str]:
    """Return what is wrong in the database, which may just be coming up again."""
    from django.db import DatabaseError, InterfaceError

    for _ in range(100):
        try:
            return torture_work.faults(ledger, ended=ended)
        except (DatabaseError, InterfaceError):
            time.sleep(0.1)
    return ["the database does not come up again"]


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


def faults(tally: Tally, ledger: Ledger) -> list[str]:
    """Return which of the senders' answers were lost, stored twice or changed."""
    keys, texts = stored()
    found = [f"lost: {key}" for key in tally.acknowledged if not keys[key]]
    found += [f"stored {number} times: {key}" for key, number in keys.items() if number > 1]
    said = tally.said | ledger.answers
    found += [f"lost: {key}" for key in ledger.sent if not keys[key]]
    found += [f"not whole: {key}" for key in said if keys[key] and texts.get(key) != said[key]]
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
        tally, ledger, wrong = torture(
            desk, options.kills, cluster.kill_backend if cluster else None
        )
        wrong += faults(tally, ledger)
    print(
        f"{options.database}: {options.kills} kills in {time.monotonic() - started:.0f} s; "
        f"{len(tally.acknowledged)} acknowledged of {len(tally.said)} sent, "
        f"{len(ledger.registered)} letters registered of {len(ledger.files)} files sent, "
        f"{len(ledger.imported)} tables, {len(ledger.withdrawn)} withdrawals, "
        f"{len(ledger.sent)} answers written together; "
        f"{tally.broken + ledger.broken} broken connections, "
        f"{tally.refused + ledger.refused} honest refusals; {len(wrong)} faults"
    )
    print("\n".join(wrong[:20]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
