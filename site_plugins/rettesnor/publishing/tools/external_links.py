"""The addresses outside the site that the content uses: where each stands, and whether it answers.

The list is drawn from the files as they are written, so that it can be made, read and mended where
there is no network. Checking asks politely: one address at a time, and a pause between two that go
to the same host.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from socket import getaddrinfo
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from rettesnor.model.guideline import Guideline
from rettesnor.reading.schema.web_address import is_private
from rettesnor.rendering.reference_resolver import law_address

FOLDERS = ("guideline", "recommendations")
_SUFFIXES = (".yml", ".md")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}]+")
_DOI = re.compile(r"""^\s*DOI:\s*['"]?(10\.\S+?)['"]?\s*$""")
_SECTION = re.compile(r"""^\s*-?\s*paragraf:\s*['"]?(.+?)['"]?\s*$""")
_ID = re.compile(r"""^\s{0,3}-?\s*id:\s*['"]?(.+?)['"]?\s*$""")
_CLOSERS = {")": "(", "]": "["}
_AGENT = "Mozilla/5.0 (compatible; Rettesnor-lenkesjekk)"
_NOT_BY_HEAD = frozenset({400, 403, 404, 405, 406, 409, 429, 500, 501, 502, 503})
"""What servers answer that do not know the HEAD method; then the page itself is asked for."""
_OPENS = frozenset({401, 403, 429})
"""The address is there, but does not open for a program."""
TIMEOUT, PAUSE = 20.0, 1.0
"""Seconds that an answer may take, and between two questions to a host."""


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """An address and a place that uses it: file and 1-based line."""

    address: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of asking for an address.

    Attributes:
        status: ``virker``, ``flyttet``, ``stengt`` (does not open for a program) or ``borte``.
        detail: the number or the error; for what has moved, where to.
    """

    address: str
    status: str
    detail: str = ""


def uses(root: Path, guideline: Guideline | None) -> list[Use]:
    """Return every use of an address in the content below ``root``, sorted by address.

    Args:
        guideline: gives the addresses of law sections, which are made from the law's own.
    """
    found: set[Use] = set()
    for path in _files(root):
        lines = (root / path).read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        for number, line in enumerate(lines, 1):
            found |= {Use(address, path, number) for address in _in(line)}
        if guideline is not None and path == "guideline/laws.yml":
            found |= set(_sections(lines, path, guideline))
    return sorted(found)


def check(
    addresses: Iterable[str], ask: Callable[[str], Answer], pause: Callable[[float], None]
) -> Iterator[Answer]:
    """Yield what each of ``addresses`` answers, hosts in turn.

    Args:
        ask: asks for one address.
        pause: waits so many seconds.
    """
    last = ""
    for address in _spread(addresses):
        host = urlsplit(address).hostname or ""
        if host == last:
            pause(PAUSE)
        last = host
        yield ask(address)


def ask(address: str, *, private: bool = False) -> Answer:
    """Ask for ``address`` over the network, by HEAD and, where that says nothing, by GET.

    Args:
        private: whether machines that are not on the public network may be asked.
    """
    try:
        try:
            return _answer(address, "HEAD", private)
        except HTTPError as error:
            if error.code not in _NOT_BY_HEAD:
                raise
            return _answer(address, "GET", private)
    except HTTPError as error:
        return Answer(address, "stengt" if error.code in _OPENS else "borte", str(error.code))
    except URLError as error:
        return Answer(address, "borte", str(error.reason))
    except (OSError, ValueError) as error:
        return Answer(address, "borte", str(error) or type(error).__name__)


class _Public(HTTPRedirectHandler):
    """Follows redirects to machines on the public network only."""

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        _refuse_private(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _refuse_private(address: str) -> None:
    """Raise ValueError for an address that leads into a network of one's own.

    A link in a text must not make a build server ask a machine behind its firewall, such as the
    one that gives out its keys.
    """
    host = urlsplit(address).hostname or ""
    if is_private(host):
        raise ValueError("adressen fører til en maskin på et lokalt nett")
    for *_, (number, *_) in getaddrinfo(host, None):
        if is_private(str(number)):
            raise ValueError("adressen fører til en maskin på et lokalt nett")


def _answer(address: str, method: str, private: bool) -> Answer:
    target = address.partition("#")[0]
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https"):
        raise ValueError("adressen er verken http eller https")
    if not private:
        _refuse_private(target)
    encoded = quote(target, safe="%/:=&?~#+!$,;'@()*[]")
    request = Request(encoded, method=method, headers={"User-Agent": _AGENT})
    with build_opener(*([] if private else [_Public])).open(request, timeout=TIMEOUT) as response:
        arrived = response.geturl()
    moved = arrived.rstrip("/") != encoded.rstrip("/")
    return Answer(address, "flyttet", arrived) if moved else Answer(address, "virker")


def _files(root: Path) -> Iterator[str]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in _SUFFIXES and path.is_file():
                yield path.relative_to(root).as_posix()


def _in(line: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(line):
        yield _trimmed(match[0])
    if doi := _DOI.match(line):
        yield f"https://doi.org/{doi[1]}"


def _trimmed(address: str) -> str:
    """Return ``address`` without the sentence's own marks at its end."""
    while address:
        last = address[-1]
        if last in ".,;:!?*_" or (
            last in _CLOSERS and address.count(last) > address.count(_CLOSERS[last])
        ):
            address = address[:-1]
        else:
            break
    return address


def _sections(lines: Sequence[str], path: str, guideline: Guideline) -> Iterator[Use]:
    """Yield the addresses of the law sections, where the sections stand."""
    laws: Mapping[str, object] = {law.id: law for law in guideline.lover}
    known = {law.id: law for law in guideline.lover}
    current = ""
    for number, line in enumerate(lines, 1):
        if (found := _ID.match(line)) and found[1] in laws:
            current = found[1]
        if current and (section := _SECTION.match(line)):
            address = law_address(known[current], section[1])
            if address and address != known[current].lenke:
                yield Use(address, path, number)


def _spread(addresses: Iterable[str]) -> Iterator[str]:
    """Yield ``addresses``, each once, going from host to host."""
    by_host: dict[str, list[str]] = {}
    for address in dict.fromkeys(addresses):
        by_host.setdefault(urlsplit(address).hostname or "", []).append(address)
    while by_host:
        for host in list(by_host):
            yield by_host[host].pop(0)
            if not by_host[host]:
                del by_host[host]
