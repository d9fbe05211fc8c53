"""How much one neighbourhood of the net may send: counted in memory, forgotten in ten minutes.

Neighbourhoods are /24 (IPv4) and /56 (IPv6), the sizes that one subscriber or office usually
has. A whole office answers from one address, so the limit is wide; anyone who meets it keeps the
text and is told when to try again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest

WINDOW = 600.0
"""Seconds that a sending counts."""
_MOST_NEIGHBOURHOODS = 20_000


class Rate:
    """Counts sendings by neighbourhood; safe between threads."""

    def __init__(self, most: int, window: float = WINDOW) -> None:
        self.most, self.window = most, window
        self._lock = threading.Lock()
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, neighbourhood: str, now: float) -> int:
        """Count a sending at ``now`` (monotonic seconds); return how long to wait, 0 if none."""
        with self._lock:
            times = self._sent.setdefault(neighbourhood, deque())
            self._sent.move_to_end(neighbourhood)
            while times and times[0] <= now - self.window:
                times.popleft()
            if len(times) >= self.most:
                return max(1, int(times[0] + self.window - now) + 1)
            times.append(now)
            self._forget(now)
            return 0

    def is_full(self, neighbourhood: str, now: float) -> bool:
        """Return whether a sending at ``now`` would have to wait; it is not counted."""
        with self._lock:
            times = self._sent.get(neighbourhood, ())
            return sum(time > now - self.window for time in times) >= self.most

    def _forget(self, now: float) -> None:
        """Drop the neighbourhoods that have been quiet longest."""
        while self._sent:
            oldest = next(iter(self._sent.values()))
            if len(self._sent) <= _MOST_NEIGHBOURHOODS and oldest[-1] > now - self.window:
                return
            self._sent.popitem(last=False)


def neighbourhood(request: HttpRequest) -> str:
    """Return the sender's neighbourhood; behind proxies, as the outermost trusted one saw it."""
    return network_of(request.META)


def network_of(environment: Mapping[str, Any]) -> str:
    """Return the same of a request's environment (PEP 3333)."""
    address = environment.get("REMOTE_ADDR", "")
    if settings.HORING_PROXIES:
        hops = [h.strip() for h in environment.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        address = hops[-settings.HORING_PROXIES] if len(hops) >= settings.HORING_PROXIES else ""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            parsed = parsed.ipv4_mapped
        else:
            return str(ip_network(f"{parsed}/56", strict=False))
    return str(ip_network(f"{parsed}/24", strict=False))
