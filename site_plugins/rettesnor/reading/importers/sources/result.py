"""What was read from a list of sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rettesnor.reading.importers.result import Loss

Item = dict[str, Any]


class UnreadableError(Exception):
    """The file is not a list of sources in that format; says why in Norwegian."""


@dataclass
class SourceList:
    """The sources of a file, with an account of everything that did not come along.

    Attributes:
        items: sources that our schema allows; each ``id`` is the key that the file gives it,
            which may have a form that ours may not have, or be empty.
        losses: what was not imported, with entry and field.
        left_out: how many entries could not be imported at all; each has its loss.
    """

    items: list[Item] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    left_out: int = 0

    def lose(self, key: str, name: str, message: str, line: int = 0) -> None:
        """Note that a field of an entry did not come along as it was."""
        self.losses.append(Loss(f"{key}.{name}" if name else key, line, f"{message}."))


def text_of(data: bytes) -> str:
    """Return the text of a file of sources, with plain line ends.

    Raises:
        UnreadableError: it is not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("Fila er ikke lagret med tegnsettet UTF-8.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def excerpt(value: Any) -> str:
    """Return a value as a message shows it: on one line, and not longer than that."""
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else f"{text[:80].rstrip()} …"
