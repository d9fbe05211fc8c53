"""LaTeX in BibTeX values as text, with the few elements that CSL has for markup."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_TAGS = {
    "emph": "i", "textit": "i", "textsl": "i", "mkbibemph": "i", "textbf": "b", "mkbibbold": "b",
    "textsuperscript": "sup", "mkbibsuperscript": "sup", "textsubscript": "sub",
}
_CARRIERS = {"url": "%s", "mkbibquote": "«%s»", "enquote": "«%s»", "vphantom": ""}
_SIGNS = {
    "textasciicircum": "^", "textasciitilde": "~", "textasciigrave": "`", "textquotedbl": '"',
    "textquotesingle": "'", "textbackslash": "\\",
}
_BARE = re.compile(r"(?<!\\)((?:\\\\)*)([%&#])")
"""Characters that LaTeX gives a meaning and that reference managers often leave as they are."""
_UNESCAPED = re.compile(r"\\([%#&_~$^{}])")
_COMMAND = re.compile(r"\\([A-Za-z]+)")


def text(value: str) -> str:
    """Return a LaTeX ``value`` as text."""
    if not re.search(r"[\\{}$%&#~`'-]", value):
        return value
    found: str = _converter().latex_to_text(
        _BARE.sub(r"\1\\\2", value), latex_context=_grammar(), tolerant_parsing=True
    )
    return found.replace("\u00a0", " ")


def verbatim(value: str) -> str:
    """Return a value that BibTeX takes as it stands, such as an address."""
    match = re.fullmatch(r"\s*\\url\{(.*)\}\s*", value)
    return _UNESCAPED.sub(r"\1", match[1] if match else value).strip("{} ")


def unknown_commands(value: str) -> list[str]:
    """Return the LaTeX commands in ``value`` that have no meaning here."""
    names = dict.fromkeys(_COMMAND.findall(value))
    return [name for name in names if _converter().latex_context.get_macro_spec(name) is None]


@cache
def _grammar() -> Any:
    """Return which commands have an argument, those of BibLaTeX too."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import std_macro

    context = get_default_latex_context_db()
    context.add_context_category("markup", prepend=True, macros=[
        *(std_macro(name, False, 1) for name in (*_TAGS, *_CARRIERS)), std_macro("href", False, 2),
        *(std_macro(name, False, 0) for name in _SIGNS),
    ])
    return context


@cache
def _converter() -> Any:
    from pylatexenc.latex2text import (
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )

    context = get_default_latex_context_db()
    context.add_context_category("markup", prepend=True, macros=[
        *(MacroTextSpec(name, simplify_repl=f"<{tag}>%s</{tag}>") for name, tag in _TAGS.items()),
        MacroTextSpec("href", simplify_repl="%(2)s (%(1)s)"),
        *(MacroTextSpec(name, simplify_repl=text) for name, text in _CARRIERS.items()),
        *(MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()),
    ])
    return LatexNodes2Text(latex_context=context, keep_comments=True)
