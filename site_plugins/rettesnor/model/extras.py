"""The optional parts of Rettesnor, by the name of the extra that installs each."""

from __future__ import annotations

import sys

DOCUMENTS, EDITOR, HEARING, IMPORT, MATERIAL, SIGNING = (
    "documents", "editor", "hearing", "import", "material", "signing"
)


def install_command(extra: str) -> str:
    """Return the command that installs ``extra`` for the Python that runs now.

    It works as it stands in every shell, with or without an activated environment: a plain «pip»
    may be that of another Python, and cmd.exe takes single quotes for a part of the name.
    """
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable or "python"
    return f'{python} -m pip install "rettesnor[{extra}]"'


def missing(what: str, extra: str) -> str:
    """Return the message that ``what`` is not installed, and how it is."""
    return f"{what} er ikke installert. Hent det som mangler, med:\n    {install_command(extra)}"
