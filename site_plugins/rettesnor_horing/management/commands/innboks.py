"""``innboks``: take e-mails in as letters to register, from a folder, a file or a mailbox.

The mailbox is ``HORING_IMAP`` (``imaps://user:password@host:993/INBOX``; characters with a meaning
in addresses are percent-encoded). Always TLS, with the server's certificate verified. Unread
messages are read; one that is taken in is marked as read. Nothing is moved or removed.
"""

from __future__ import annotations

import imaplib
import os
import re
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
        except (imaplib.IMAP4.error, OSError) as error:
            raise CommandError(f"Postkassen kan ikke leses: {type(error).__name__}.") from error
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
        parts = urlsplit(url)
        if parts.scheme != "imaps" or not parts.hostname:
            raise CommandError(
                "Oppgi filer, eller sett HORING_IMAP til «imaps://bruker:passord@tjener/INBOX»."
            )
        self._server = imaplib.IMAP4_SSL(
            parts.hostname, parts.port or 993, ssl_context=ssl.create_default_context(),
            timeout=_TIMEOUT,
        )
        self._server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.lstrip("/")) or "INBOX"
        name = folder.replace("\\", "\\\\").replace('"', '\\"')
        status, _ = self._server.select(f'"{name}"')
        if status != "OK":
            raise CommandError(f"Postkassen har ingen mappe som heter «{folder}».")

    def __enter__(self) -> Mailbox:
        """Return the mailbox, open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the server; what is said of it by then changes nothing."""
        with suppress(imaplib.IMAP4.error, OSError):
            self._server.logout()

    def unread(self, result: Result) -> Iterator[tuple[str, bytes]]:
        """Yield number and bytes of the unread messages, oldest first; they stay unread."""
        _, found = self._server.uid("SEARCH", "UNSEEN")
        numbers = (found[0] or b"").split()[:MOST_MAILS] if found else []
        for number in (one.decode() for one in numbers):
            _, said = self._server.uid("FETCH", number, "(RFC822.SIZE)")
            size = _SIZE.search(b" ".join(one for one in said if isinstance(one, bytes)))
            if size and int(size[1]) > MOST_BYTES:
                result.refused.append((f"{number}.eml", str(too_large())))
                continue
            _, parts = self._server.uid("FETCH", number, "(BODY.PEEK[])")
            body = next((one[1] for one in parts if isinstance(one, tuple)), None)
            if body:
                yield number, body

    def mark(self, number: str) -> None:
        """Mark a message as read."""
        self._server.uid("STORE", number, "+FLAGS", "(\\Seen)")


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
