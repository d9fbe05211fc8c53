"""Which addresses content may hold: one rule for every field and every link."""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from functools import lru_cache

_WEB = re.compile(
    r"https?://(?:[\w-]+\.)*[\w-]+\.?(?::[0-9]{1,5})?"
    r"(?:[/?#][^\s<>\"{}|\\^`\x00-\x20\x7f]*(?<![.,;:]))?"
)
_MAIL = re.compile(r"mailto:[^\s@<>\"{}|\\^`?]+@(?:[^\s@.<>\"{}|\\^`?/]+\.)+[^\s@.<>\"{}|\\^`?/]+")
_HOST = re.compile(r"https?://(?:[^\s/?#@]*@)?(?P<host>\[[^\]\s]*\]|[^\s/?#:)\]>\"'»]+)", re.I)
_USUAL = frozenset("æøåäöéèêëáàâčđŋšŧžüóòôñï")
"""Letters beyond a–z in the names of Nordic and Sami sites."""
_INSIDE = (".local", ".localhost", ".internal", ".lan", ".home", ".intranet")


def is_address(value: object) -> bool:
    """Whether ``value`` is an address that a link may lead to: http, https or mailto.

    Values that are no text are not addresses of another kind, and pass.
    """
    if not isinstance(value, str):
        return True
    return (_WEB.fullmatch(value) or _MAIL.fullmatch(value)) is not None


def hosts(text: str) -> list[tuple[int, str]]:
    """Return the hosts of the addresses in ``text``, and where each stands."""
    if "://" not in text:
        return []
    return [(match.start("host"), match["host"].rstrip(".,;:!")) for match in _HOST.finditer(text)]


@lru_cache(10_000)
def doubt(host: str) -> str:
    """Return what is doubtful about a link to ``host``, as the end of a sentence; empty if nothing.

    The host of a link may be a machine inside somebody's network, or a name that only looks like
    the one a reader knows (Unicode TR 39).
    """
    if is_private(host):
        return "fører til en maskin på et lokalt nett"
    for label in host.casefold().split("."):
        shown = _decoded(label)
        strange = sorted({
            letter for letter in shown
            if not letter.isascii() and letter.isalnum() and letter not in _USUAL
        })
        if strange:
            name = unicodedata.name(strange[0], "ukjent tegn")
            return f"har «{strange[0]}» ({name}) i navnet, og kan likne på et annet"
    return ""


def is_private(host: str) -> bool:
    """Whether ``host`` names a machine that is not on the public network."""
    name = host.strip("[]").casefold().rstrip(".")
    if name == "localhost" or name.endswith(_INSIDE):
        return True
    address = _number(name)
    if address is not None:
        return not address.is_global
    return "." not in name and ":" not in name


def _number(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the number that ``name`` writes, in any of the ways that browsers know."""
    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        pass
    if re.fullmatch(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", name):
        try:
            return ipaddress.IPv4Address(socket.inet_aton(name))
        except OSError:
            return None
    return None


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
