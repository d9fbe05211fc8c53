"""The addresses outside the site that the content uses: where each stands, and whether it answers.

The list is drawn from the files as they are written, so that it can be made, read and mended where
there is no network. Checking asks politely: one address at a time, a pause between two questions to
the same host, by a name of its own, and not at all where the host's robots.txt says no (RFC 9309).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from socket import gaierror, getaddrinfo
from ssl import SSLCertVerificationError, SSLError
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from urllib.robotparser import RobotFileParser

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
_NAME = "Rettesnor-lenkesjekk"
"""What robots.txt may call us."""
_AGENT = f"Mozilla/5.0 (compatible; {_NAME})"
_NOT_BY_HEAD = frozenset({400, 403, 404, 405, 406, 409, 429, 500, 501, 502, 503})
"""What servers answer that do not know the HEAD method; then the page itself is asked for."""
_OPENS = frozenset({401, 403, 429})
"""The address is there, but does not open for a program."""
_GONE = frozenset({404, 410})
"""The server knows that there is nothing there. All else may be another tomorrow."""
_FOR_GOOD = frozenset({301, 308})
"""Redirects by which an address has moved for good; others, such as those of DOIs, are its way."""
_ROBOTS_READ = 512 * 1024
"""Bytes of a robots.txt that count."""
TIMEOUT, PAUSE = 20.0, 1.0
"""Seconds that an answer may take, and between two questions to a host."""
LONGEST_PAUSE = 60.0
"""Seconds: the longest pause that a host is given, whatever it asks for."""
TROUBLES = 3
"""Answers in a row that a host is in trouble, after which it is left alone."""
_LEFT_ALONE = "ikke spurt, for tjeneren har svart med feil flere ganger"
_TROUBLE = re.compile(r"5\d\d|429")
"""The numbers by which a host says that it is in trouble, or is asked too much."""


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
        status: ``virker``, ``flyttet`` (for good), ``stengt`` (does not open for a program),
            ``borte`` (the server says that there is nothing), ``taus`` (no answer that says
            anything: it may be another tomorrow) or ``robot`` (programs are asked to stay away).
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
    addresses: Iterable[str], ask: Callable[[str], Answer], pause: Callable[[float], None],
    ticks: Callable[[], float], asked_for: Callable[[str], float] = lambda address: PAUSE,
) -> Iterator[Answer]:
    """Yield what each of ``addresses`` answers, hosts in turn.

    The pause of a host that says it is in trouble is doubled each time; one that goes on saying so
    is left alone.

    Args:
        ask: asks for one address.
        pause: waits so many seconds.
        ticks: returns the seconds on a clock that only goes forward.
        asked_for: the seconds that the host of an address wants between two questions; it is only
            asked about hosts that were asked before.
    """
    last: dict[str, float] = {}
    trouble: dict[str, int] = {}
    for address in _spread(addresses):
        host = _site(address).partition("://")[2]
        times = trouble.get(host, 0)
        if times >= TROUBLES:
            yield Answer(address, "taus", _LEFT_ALONE)
            continue
        if host in last:
            between = min(max(asked_for(address), PAUSE) * 2**times, LONGEST_PAUSE)
            if (left := last[host] + between - ticks()) > 0:
                pause(left)
        answer = ask(address)
        last[host] = ticks()
        trouble[host] = times + 1 if _TROUBLE.fullmatch(answer.detail) else 0
        yield answer


class Visitor:
    """Asks for addresses as a guest: what a host's robots.txt closes to us is not asked for.

    Args:
        private: whether machines that are not on the public network may be asked.
    """

    def __init__(self, *, private: bool = False) -> None:
        self._private = private
        self._rules: dict[str, RobotFileParser] = {}
        self._failing: dict[str, str] = {}

    def __call__(self, address: str) -> Answer:
        """Return what ``address`` answers."""
        try:
            allowed = self._of(address).can_fetch(_NAME, address)
        except (OSError, ValueError):  # the address itself tells what is wrong
            allowed = True
        if number := self._failing.pop(_site(address), ""):
            del self._rules[_site(address)]  # what it closes is not known (RFC 9309, 2.3.1.4)
            return Answer(address, "taus", number)
        if not allowed:
            return Answer(address, "robot", "robots.txt")
        return ask(address, private=self._private)

    def asked_for(self, address: str) -> float:
        """Return the seconds that a host wants between two questions (Crawl-delay)."""
        rules = self._rules.get(_site(address))
        return float((rules.crawl_delay(_NAME) if rules else 0) or 0)

    def _of(self, address: str) -> RobotFileParser:
        host = _site(address)
        if host not in self._rules:
            rules = RobotFileParser()
            try:
                with _open(f"{host}/robots.txt", "GET", self._private) as response:
                    text = response.read(_ROBOTS_READ).decode("utf-8", "replace")
                rules.parse(text.splitlines())
            except HTTPError as error:
                rules.parse([])
                if error.code >= 500:
                    self._failing[host] = str(error.code)
            except (OSError, ValueError):
                rules.parse([])  # none, or none to be had: nothing is closed
            self._rules[host] = rules
        return self._rules[host]


def _site(address: str) -> str:
    """Return the scheme and the host of an address; itself when it has none that can be read."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{parts.scheme}://{parts.netloc}"


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
        known = "stengt" if error.code in _OPENS else "borte" if error.code in _GONE else "taus"
        return Answer(address, known, str(error.code))
    except URLError as error:
        return Answer(address, "taus", _why(error.reason))
    except (OSError, ValueError) as error:
        return Answer(address, "taus", _why(error))


def _why(error: object) -> str:
    """Return why there was no answer, in words."""
    if isinstance(error, TimeoutError):
        return f"svarte ikke innen {TIMEOUT:.0f} sekunder"
    if isinstance(error, SSLCertVerificationError):
        return f"sertifikatet kan ikke godtas ({error.verify_message})"
    if isinstance(error, SSLError):
        return f"sikker forbindelse ble ikke satt opp ({error.reason})"
    if isinstance(error, gaierror):
        return "navnet på tjeneren finnes ikke i navnetjenesten nå"
    return str(error) or type(error).__name__


class _Redirects(HTTPRedirectHandler):
    """Follows redirects, and notes whether all of them are for good.

    Args:
        private: whether they may lead to machines that are not on the public network.
    """

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self.codes: list[int] = []

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        if not self._private:
            _refuse_private(newurl)
        self.codes.append(code)
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
    redirects = _Redirects(private=private)
    with _open(address, method, private, redirects) as response:
        arrived = response.geturl()
    moved = bool(redirects.codes) and _FOR_GOOD.issuperset(redirects.codes)
    return Answer(address, "flyttet", arrived) if moved else Answer(address, "virker")


def _open(
    address: str, method: str, private: bool, redirects: _Redirects | None = None
) -> Any:
    """Ask for an address, and return the response.

    Raises:
        OSError: there was no answer, or one that says no.
        ValueError: the address cannot be asked for.
    """
    target = address.partition("#")[0]
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https"):
        raise ValueError("adressen er verken http eller https")
    if not private:
        _refuse_private(target)
    encoded = quote(target, safe="%/:=&?~#+!$,;'@()*[]")
    request = Request(encoded, method=method, headers={"User-Agent": _AGENT})
    opener = build_opener(redirects or _Redirects(private=private))
    return opener.open(request, timeout=TIMEOUT)


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
