"""Writing the first version of a translation file: every text of the source, to be translated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rettesnor.model import older_form
from rettesnor.model.guideline import Sprak
from rettesnor.model.translation import translated_path
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.reading.content.guideline_paths import FILES, kind_of_part
from rettesnor.reading.content.hearing_rounds import FOLDER as HEARINGS
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml import loader
from rettesnor.releases.atomic_write import replace_files
from rettesnor.releases.translation_writer import skeleton

PAGE = "side"
"""The kind of a prose page: its translation starts as a copy of the source."""


def start_translation(root: Path, language: Sprak, source: str) -> tuple[str, str]:
    """Write the translation file of ``source``; return its path and the kind of the source.

    Raises:
        ToolError: the file is there already, or the source cannot be translated or read.
    """
    kind = _kind(source)
    path = translated_path(source, language.id)
    if (root / path).exists():
        raise ToolError(f"{path} finnes allerede.")
    data = DiskFolder(root).read(source)
    if not isinstance(data, bytes):
        raise ToolError(f"{source}: {data.message}")
    if kind != PAGE:
        content, problems = loader.load(data.decode(), source)
        if problems or not isinstance(content, Mapping):
            raise ToolError(f"{source} kan ikke leses. «rettesnor check» sier hvorfor.")
        content = older_form.current_file(content, kind)
        data = skeleton(content, kind, source, language.navn.lower()).encode()
    replace_files(root, {path: data})
    return path, kind


def _kind(source: str) -> str:
    """Return the kind of the file ``source``."""
    known = {path: kind for kind, path in FILES.items()}
    if source in known:
        return known[source]
    parts = source.split("/")
    if source.count(".") == 1 and source.endswith(".yml"):
        if len(parts) == 3 and parts[0] == "recommendations":
            return "recommendation"
        if source.startswith(f"{HEARINGS}/") and len(parts) == 3:
            return "hearing"
        if kind := kind_of_part(source):
            return kind
    if len(parts) == 2 and parts[0] == "guideline" and source.endswith(".md"):
        return PAGE
    hint = Names(known).suggestion(source, "Oppgi fila på originalspråket.")
    raise ToolError(f"«{source}» er ikke en fil som oversettes. {hint}")
