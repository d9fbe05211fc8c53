"""The templates of a tree of pages as documents to fill in."""

from __future__ import annotations

from rettesnor.exports.documents.edition_info import EditionInfo
from rettesnor.exports.documents.form_sheet import FormSheet
from rettesnor.model.form_template import Mal
from rettesnor.rendering.context import Context
from rettesnor.rendering.template_words import facts, other_tools, paper_line


def sheet_of(context: Context, template: Mal, stamp: EditionInfo) -> FormSheet:
    """Return ``template`` with all that its documents say, in the language of ``context``."""
    _ = context.gettext
    return FormSheet(
        template, context.language, str(context.guideline.author_name), stamp.dag,
        paper_line(context, template), facts(context, template), other_tools(template), {
            "advised": _("bør fylles ut"), "row": _("rad {n}"), "choose": _("Velg"),
            "write": _("Skriv her"), "day": _("Velg dato"),
            "others": _("Verktøy som andre eier, og som kan brukes ved siden av"),
        },
    )
