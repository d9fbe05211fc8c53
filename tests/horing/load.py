"""How much the desk takes on this machine: submissions next to page reads, at rising rates.

    python -m tests.horing.load --rates 10 20 30 --seconds 20 --database sqlite

Each step sends at a fixed rate whether or not answers come (an open loop), four page reads to a
submission; times are counted from when a request was due. All on loopback; the sender takes its
share of the same processors.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
import uuid
from dataclasses import dataclass, field

from tests.horing import small
from tests.horing.desk_server import DeskServer
from tests.horing.torture import place

READS = 4
_MOST_SECONDS = 300


@dataclass
class Step:
    """The result of one rate: seconds by request, and what was not answered well."""

    writes: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    failed: int = 0

    def holds(self) -> bool:
        """Whether nothing failed and all but one in a hundred took less than a second."""
        return not self.failed and p99(self.writes) < 1 and p99(self.reads) < 1


def p99(times: list[float]) -> float:
    """Return the time that 99 of 100 are within."""
    return sorted(times)[int(len(times) * 0.99)] if times else float("inf")


async def ask(port: int, request: bytes, expected: bytes, times: list[float], due: float) -> bool:
    """Send one request on a connection of its own; return whether it was answered well."""
    try:
        async with asyncio.timeout(20):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            answer = await reader.read()
            writer.close()
    except (OSError, TimeoutError):
        return False
    times.append(time.monotonic() - due)
    return answer.startswith(b"HTTP/1.1 " + expected)


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


async def step(desk: DeskServer, rate: int, seconds: int) -> Step:
    """Send ``rate`` submissions a second, and four times as many reads, for ``seconds``."""
    result, tasks = Step(), []
    started = time.monotonic()
    for number in range(rate * (1 + READS) * seconds):
        due = started + number / (rate * (1 + READS))
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        if number % (1 + READS):
            job = ask(desk.port, READ, b"200", result.reads, due)
        else:
            job = ask(desk.port, write_request(number), b"201", result.writes, due)
        tasks.append(asyncio.create_task(job))
    result.failed = (await asyncio.gather(*tasks)).count(False)
    return result


def main() -> int:
    """Raise the rate until it no longer holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rates", type=int, nargs="+", default=[10, 20, 30, 40, 50])
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = parser.parse_args()
    with place(options.database) as (desk, _):
        desk.start()
        for rate in options.rates:
            result = asyncio.run(step(desk, rate, min(options.seconds, _MOST_SECONDS)))
            print(
                f"{options.database} {rate}/s + {READS * rate} reads/s: "
                f"p99 {p99(result.writes):.3f} s / {p99(result.reads):.3f} s, "
                f"{len(result.writes)} stored, {result.failed} failed", flush=True,
            )
            if not result.holds():
                break
    return 0


if __name__ == "__main__":
    sys.exit(main())
