"""The answer form of a round as a Word document, for those who answer on paper or offline."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path

from rettesnor.model.hearing import Hearing
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.hearings import by_chapter

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def answer_html(context: Context, hearing: Hearing) -> str:
    """Return the form as plain HTML: all questions and recommendations, with room to write."""
    general, chapters = by_chapter(hearing)
    return environment.render(
        "hearings/response_document", context.language, language=context.language,
        guideline=context.guideline,
        runde=hearing.runde, hearing=hearing, general=general, chapters=chapters,
    )


def answer_document(context: Context, hearing: Hearing) -> bytes:
    """Return the form as DOCX, the same bytes each time: no clock is read."""
    import pypandoc

    html = answer_html(context, hearing)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "svarskjema.docx"
        pypandoc.convert_text(
            html, "docx", format="html", outputfile=str(path),
            extra_args=["--metadata", f"lang={context.language}-NO"],
        )
        return _timeless(path.read_bytes(), hearing.runde.stenger[:10])


def _timeless(data: bytes, day: str) -> bytes:
    """Return the document in ``data`` dated ``day`` inside, and not at all outside."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode(), content)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return made.getvalue()
