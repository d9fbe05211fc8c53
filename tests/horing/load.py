"""How much the desk takes on this machine: submissions next to page reads, at rising rates.

    python -m tests.horing.load --rates 10 20 30 --seconds 20 --database sqlite

Each step sends at a fixed rate whether or not answers come (an open loop), four page reads to a
submission; times are counted from when a request was due. All on loopback; the sender takes its
share of the same processors.

    python -m tests.horing.load --rates 50 --seconds 300 --attackers 24 --exports 10000

With ``--attackers`` so many guess passwords as fast as they are answered, each guess from a network
of its own; with ``--exports`` a decision maker takes out that many comments again and again (CSV at
once, XLSX and Word as jobs). The processor time of the desk is given beside the times, since those
depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urlencode

from tests.horing import small
from tests.horing.desk_server import DeskServer
from tests.horing.torture import place
from tests.horing.torture_work import Ledger, Person, Unsure

READS = 4
_MOST_SECONDS = 300


@dataclass
class Step:
    """The result of one rate: seconds by request, and what was not answered well.

    Attributes:
        failed: requests without an answer, or with another than expected.
        busy: those of them that were turned away with 503.
        guesses: passwords that attackers sent and got an answer to.
    """

    writes: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    failed: int = 0
    busy: int = 0
    guesses: int = 0
    exports: int = 0

    def holds(self) -> bool:
        """Whether nothing failed and all but one in a hundred took less than a second."""
        return not self.failed and p99(self.writes) < 1 and p99(self.reads) < 1


def percentile(times: list[float], share: float) -> float:
    """Return the time that such a share is within."""
    return sorted(times)[int(len(times) * share)] if times else float("inf")


def p99(times: list[float]) -> float:
    """Return the time that 99 of 100 are within."""
    return percentile(times, 0.99)


async def ask(
    port: int, request: bytes, expected: bytes, times: list[float], due: float
) -> bytes:
    """Send one request on a connection of its own; return the status, empty when it is as expected.
    """
    try:
        async with asyncio.timeout(20):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            answer = await reader.read()
            writer.close()
    except (OSError, TimeoutError):
        return b"none"
    status = answer[9:12]
    if status != expected:
        return status or b"none"
    times.append(time.monotonic() - due)
    return b""


def write_request(number: int) -> bytes:
    """Return the request of one submission of five comments."""
    items = [{"tekst": f"Innspill {number} om tid og ansvar. " * 8}] * 5
    body = json.dumps({"horing": small.ROUND, "innspill": items}).encode()
    head = (
        f"POST /api/innspill/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nIdempotency-Key: {uuid.uuid4()}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


READ = (
    f"GET /{small.ROUND}/svar/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
).encode()


def guess_request(number: int) -> bytes:
    """Return the request of one guess at a password, from a network of its own."""
    guess = {"username": f"bruker{number % 97}", "password": f"gjetning-{number}"}
    body = urlencode(guess).encode()
    network = f"10.{number // 250 % 250}.{number % 250}.7"
    return (
        f"POST /skrivebord/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"X-Forwarded-For: {network}\r\nCookie: horing-csrf={'k' * 32}\r\n"
        f"X-CSRFToken: {'k' * 32}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def attack(port: int, result: Step, number: int, of: int) -> None:
    """Guess passwords, each as soon as the one before is answered."""
    while True:
        times: list[float] = []
        if await ask(port, guess_request(number), b"503", times, 0) != b"none":
            result.guesses += 1
        else:
            await asyncio.sleep(0.05)
        number += of


def export(person: Person, result: Step) -> None:
    """Take all comments out, again and again, until it is stopped."""
    person.sign_in("per")
    while not person.stop.is_set():
        try:
            status, _, _ = person.form("/skrivebord/horing/comment/?vis=alle", [
                ("action", "to_csv"), ("hele", "ja"),
            ])
            result.exports += status == 200
            for kind in ("xlsx", "docx"):
                person.form("/skrivebord/etter/", [
                    ("handling", "lag"), ("slag", kind), ("runde", small.ROUND),
                ])
        except (Unsure, OSError, HTTPException):
            time.sleep(0.2)


async def step(desk: DeskServer, rate: int, seconds: int, attackers: int = 0) -> Step:
    """Send ``rate`` submissions a second, and four times as many reads, for ``seconds``."""
    result, tasks = Step(), []
    enemies = [
        asyncio.create_task(attack(desk.port, result, number, attackers))
        for number in range(attackers)
    ]
    started = time.monotonic()
    for number in range(rate * (1 + READS) * seconds):
        due = started + number / (rate * (1 + READS))
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        if number % (1 + READS):
            job = ask(desk.port, READ, b"200", result.reads, due)
        else:
            job = ask(desk.port, write_request(number), b"201", result.writes, due)
        tasks.append(asyncio.create_task(job))
    found = await asyncio.gather(*tasks)
    for enemy in enemies:
        enemy.cancel()
    result.failed = sum(map(bool, found))
    result.busy = found.count(b"503")
    return result


def prepared(desk: DeskServer, comments: int) -> list[subprocess.Popen[bytes]]:
    """Store comments to take out; return the process that makes the files."""
    from tests.horing import thousands

    os.environ |= {k: v for k, v in desk.environment.items() if k != "PYTHONPATH"}
    sys.path.insert(0, desk.environment["PYTHONPATH"])
    import django

    django.setup()
    thousands.stored(comments)
    desk.user("per", "beslutter")
    return [subprocess.Popen(
        [sys.executable, "-m", "django", "arbeid", "--loop"], env=desk.environment,
        stdout=subprocess.DEVNULL,
    )]


def main() -> int:
    """Raise the rate until it no longer holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rates", type=int, nargs="+", default=[10, 20, 30, 40, 50])
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--attackers", type=int, default=0)
    parser.add_argument("--exports", type=int, default=0, help="comments to take out")
    options = parser.parse_args()
    with place(options.database) as (desk, _):
        if options.attackers:
            desk.environment["HORING_PROXIES"] = "1"
        others = prepared(desk, options.exports) if options.exports else []
        desk.start()
        stop = threading.Event()
        try:
            for rate in options.rates:
                result, spent = Step(), desk.processor_time()
                if options.exports:
                    person = Person(desk, Ledger(), stop)
                    threading.Thread(target=export, args=(person, result), daemon=True).start()
                found = asyncio.run(step(
                    desk, rate, min(options.seconds, _MOST_SECONDS), options.attackers
                ))
                stop.set()
                spent = desk.processor_time() - spent
                found.exports = result.exports
                print(_said(options.database, rate, found, spent), flush=True)
                if not found.holds():
                    break
        finally:
            for one in others:
                one.terminate()
    return 0


def _said(database: str, rate: int, result: Step, spent: float) -> str:
    """Return the line about one rate."""
    return (
        f"{database} {rate}/s + {READS * rate} reads/s: "
        f"p50 {percentile(result.writes, 0.5):.3f} s / {percentile(result.reads, 0.5):.3f} s, "
        f"p99 {p99(result.writes):.3f} s / {p99(result.reads):.3f} s, "
        f"{len(result.writes)} stored, {result.failed} failed ({result.busy} turned away), "
        f"{result.guesses} guesses, {result.exports} CSV files; {spent:.0f} s of processor time "
        f"for the desk; load average {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
