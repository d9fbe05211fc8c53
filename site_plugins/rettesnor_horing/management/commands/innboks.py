"""``innboks``: take e-mails in as letters to register, from a folder, a file or a mailbox.

The mailbox is ``HORING_IMAP`` (``imaps://user:password@host:993/INBOX``; characters with a meaning
in addresses are percent-encoded). Always TLS, with the server's certificate verified. Unread
messages are read; one that is taken in is marked as read. Nothing is moved or removed. A run that
is broken off has kept what it said that it took in; the next one takes the rest.
"""

from __future__ import annotations

import base64
import imaplib
import os
import re
import socket
import ssl
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from rettesnor_horing import clock
from rettesnor_horing.desk.workflow import DeskError
from rettesnor_horing.letters.incoming import MOST_BYTES, too_large
from rettesnor_horing.letters.mailbox import MOST_MAILS, Result, take_in, take_in_file

_TIMEOUT = 30
_BROKEN = (
    "Forbindelsen til postkassen ble brutt. Det som er hentet, er lagret. Kjør kommandoen på nytt: "
    "ingenting blir hentet to ganger."
)
_SIZE = re.compile(rb"RFC822[.]SIZE ([0-9]+)")


class Command(BaseCommand):
    """Takes mails in."""

    help = "Hent svar fra e-post: fra HORING_IMAP, eller fra filer og mapper."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the round, who takes them in, and files."""
        parser.add_argument("round", metavar="RUNDE")
        parser.add_argument("--user", required=True, metavar="NAVN")
        parser.add_argument("files", nargs="*", type=Path, metavar="FIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them in, and say what came of each."""
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"Det finnes ingen bruker som heter «{options['user']}».")
        result = Result()
        try:
            if options["files"]:
                for path in _files(options["files"]):
                    made = take_in_file(
                        options["round"], path.name, _bytes(path), user, clock.now()
                    )
                    _add(result, made)
            else:
                with Mailbox(os.environ.get("HORING_IMAP", "")) as box:
                    for number, data in box.unread(result):
                        made = take_in(
                            options["round"], [(f"{number}.eml", data)], user, clock.now()
                        )
                        _add(result, made)
                        if not made.refused:
                            box.mark(number)
        except PermissionDenied as error:
            raise CommandError(f"{user.username} kan ikke registrere svar.") from error
        except DeskError as error:
            raise CommandError(str(error)) from error
        except imaplib.IMAP4.abort as error:
            raise CommandError(_BROKEN) from error
        except imaplib.IMAP4.error as error:
            raise CommandError(f"Postkassen svarte med en feil: {str(error)[:200]}") from error
        except OSError as error:
            unread = f"Fila {error.filename} kan ikke leses."
            raise CommandError(unread if options["files"] else _BROKEN) from error
        finally:
            for name, why in result.refused:
                self.stderr.write(f"{name}: {why}")
            self.stdout.write(
                f"{len(result.letters)} hentet, {len(result.known)} hentet før, "
                f"{len(result.refused)} ikke hentet."
            )


class Mailbox:
    """A mailbox on a server; only reads, and marks as read."""

    def __init__(self, url: str) -> None:
        """Connect to ``url``.

        Raises:
            CommandError: it is not configured, or not ``imaps``.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or 993
        except ValueError:
            host = None
        if host is None or parts.scheme != "imaps":
            raise CommandError(
                "Oppgi filer, eller sett HORING_IMAP til «imaps://bruker:passord@tjener/INBOX»."
            )
        try:
            self._server = imaplib.IMAP4_SSL(
                host, port, ssl_context=ssl.create_default_context(), timeout=_TIMEOUT
            )
        except OSError as error:
            raise CommandError(_no_connection(error, host, port)) from error
        try:
            self._sign_in(unquote(parts.username or ""), unquote(parts.password or ""))
            self._open(unquote(parts.path.lstrip("/")) or "INBOX")
        except BaseException:
            self._leave()
            raise

    def _sign_in(self, user: str, password: str) -> None:
        try:
            if (user + password).isascii():
                self._server.login(user, password)
            else:  # LOGIN takes ASCII only (RFC 3501); PLAIN takes UTF-8 (RFC 4616)
                said = f"\0{user}\0{password}".encode()
                self._server.authenticate("PLAIN", lambda _: said)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise CommandError("Postkassen godtar ikke brukernavnet eller passordet.") from error

    def _open(self, folder: str) -> None:
        for name in dict.fromkeys((mailbox_name(folder), folder)):  # or as the server writes it
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            if quoted.isascii() and self._server.select(f'"{quoted}"')[0] == "OK":
                return
        raise CommandError(f"Postkassen har ingen mappe som heter «{folder}».")

    def __enter__(self) -> Mailbox:
        """Return the mailbox, open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the server."""
        self._leave()

    def _leave(self) -> None:
        """Leave the server; what is said of it by then changes nothing."""
        with suppress(imaplib.IMAP4.error, OSError):
            self._server.logout()

    def unread(self, result: Result) -> Iterator[tuple[str, bytes]]:
        """Yield number and bytes of the unread messages, oldest first; they stay unread."""
        _, found = self._server.uid("SEARCH", "UNSEEN")
        numbers = (found[0] or b"").split() if found else []
        for number in (one.decode() for one in numbers[:MOST_MAILS]):
            _, said = self._server.uid("FETCH", number, "(RFC822.SIZE)")
            size = _SIZE.search(b" ".join(one for one in said if isinstance(one, bytes)))
            if size and int(size[1]) > MOST_BYTES:
                result.refused.append((f"{number}.eml", str(too_large())))
                continue
            _, parts = self._server.uid("FETCH", number, "(BODY.PEEK[])")
            body = next((one[1] for one in parts if isinstance(one, tuple)), None)
            if body:
                yield number, body
            else:  # moved or removed by somebody else since, or not handed out
                result.refused.append((f"{number}.eml", "Postkassen ga ikke e-posten fra seg."))
        if (more := len(numbers) - MOST_MAILS) > 0:
            result.refused.append(("…", f"{more} til er uleste. Kjør kommandoen på nytt."))

    def mark(self, number: str) -> None:
        """Mark a message as read."""
        self._server.uid("STORE", number, "+FLAGS", "(\\Seen)")


def mailbox_name(folder: str) -> str:
    """Return the name of a folder as IMAP writes it (RFC 3501, 5.1.3: modified UTF-7)."""

    def coded(found: re.Match[str]) -> str:
        made = base64.b64encode(found[0].encode("utf-16-be")).decode()
        return f"&{made.rstrip('=').replace('/', ',')}-"

    return re.sub(r"[^ -~]+", coded, folder.replace("&", "&-"))


def _no_connection(error: OSError, host: str, port: int) -> str:
    """Return why the server cannot be reached."""
    match error:
        case ssl.SSLCertVerificationError():
            why = "har et sertifikat som denne maskinen ikke stoler på, eller som gjelder et annet"
            return f"Tjeneren «{host}» {why} navn. Ingenting er hentet."
        case ssl.SSLError():
            return f"Tjeneren «{host}» svarer ikke med TLS på port {port}."
        case socket.gaierror():
            return f"Finner ikke tjeneren «{host}»."
        case TimeoutError():
            return f"Tjeneren «{host}» svarte ikke innen {_TIMEOUT} sekunder."
        case _:
            return f"Tjeneren «{host}» tar ikke imot på port {port}."


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            mails = (one for one in path.iterdir() if one.suffix.casefold() == ".eml")
            yield from sorted(mails)
        elif path.is_file():
            yield path
        else:
            raise CommandError(f"{path} finnes ikke.")


def _bytes(path: Path) -> bytes:
    with open(path, "rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _add(result: Result, more: Result) -> None:
    result.letters += more.letters
    result.known += more.known
    result.refused += more.refused
