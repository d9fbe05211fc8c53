"""Files are taken in on few pages, from those who may use these, and in memory."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from rettesnor_horing.letters.incoming import MOST_BYTES

VIEWS = {
    "admin:brev_ny": "add_letter", "admin:tabell_ny": "add_letter", "admin:epost_ny": "add_letter",
    "admin:etter": "approve_disposition",
}
"""The pages that take a file, and the right that is needed there."""
TOO_LARGE = "horing.too_large"
"""Set in the request's environment when a file was left out because of its size."""


class LetterUploadHandler(FileUploadHandler):
    """Keeps one file in memory; nothing is written to disk before it is judged."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Refuse what is far too large before it is read.

        Raises:
            RequestDataTooBig: it is.
        """
        if content_length > 3 * MOST_BYTES:
            raise RequestDataTooBig

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Refuse the file where none is asked for.

        Raises:
            TooManyFilesSent: the page takes no files.
            PermissionDenied: the sender may not use the page.
        """
        super().new_file(*arguments, **named)
        request = self.request
        match = request.resolver_match if request is not None else None
        if request is None or match is None or match.view_name not in VIEWS:
            raise TooManyFilesSent
        if not admin.site.has_permission(request) or not request.user.has_perm(
            f"horing.{VIEWS[match.view_name]}"
        ):
            raise PermissionDenied
        self.chunks: list[bytes] = []
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a part of the file; a file that is too large is left out.

        Raises:
            SkipFile: it is.
        """
        self.size += len(raw_data)
        if self.size > MOST_BYTES:
            self.chunks.clear()
            assert self.request is not None
            self.request.META[TOO_LARGE] = True
            raise SkipFile
        self.chunks.append(raw_data)

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        """Return the file."""
        return SimpleUploadedFile(self.file_name or "", b"".join(self.chunks))
