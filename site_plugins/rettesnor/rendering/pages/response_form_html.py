"""The answer form of a round as plain HTML, from which its Word document is made."""

from __future__ import annotations

from rettesnor.model.hearing import Hearing
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.hearings import by_chapter


def answer_html(context: Context, hearing: Hearing) -> str:
    """Return the form: all questions and recommendations, with room to write."""
    general, chapters = by_chapter(hearing)
    return environment.render(
        "hearings/response_document", context.language, language=context.language,
        guideline=context.guideline,
        runde=hearing.runde, hearing=hearing, general=general, chapters=chapters,
    )
