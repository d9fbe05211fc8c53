"""The Jinja environments of the page bodies: autoescaped, strict about names, one per language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    PackageLoader,
    StrictUndefined,
)
from markupsafe import Markup

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import leading
from rettesnor.rendering.i18n import SOURCE, language

MONTHS = (
    N_("januar"), N_("februar"), N_("mars"), N_("april"), N_("mai"), N_("juni"), N_("juli"),
    N_("august"), N_("september"), N_("oktober"), N_("november"), N_("desember"),
)
_FOLDERS = ("templates", "theme")
"""The folders of templates; the second holds the theme's, and what both have in common."""


@cache
def environment(code: str = SOURCE) -> Environment:
    """Return the environment of the language ``code``."""
    env = Environment(
        bytecode_cache=bytecode_cache("rettesnor"),
        loader=ChoiceLoader([PackageLoader("rettesnor.rendering", one) for one in _FOLDERS]),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        auto_reload=False, extensions=["jinja2.ext.i18n"],
    )
    env.policies["ext.i18n.trimmed"] = True
    # The old style: a text is a plain string, which autoescaping escapes. The new style would take
    # every text for safe HTML, and every "%" in one for a placeholder.
    env.install_gettext_translations(  # type: ignore[attr-defined]
        language(code).translations, newstyle=False
    )
    env.globals["leading"] = leading
    env.filters["dato"] = partial(norwegian_date, code=code)
    return env


@cache
def bytecode_cache(name: str) -> BytecodeCache | None:
    """Return the cache of compiled templates, which all languages share; None where there is none.

    Args:
        name: what tells environments with different options apart.

    It is in Jinja's own folder for this user, which Jinja refuses when anyone else can write to
    it. It must never be in a guideline's folder: compiled code that came with a repository would
    be run. Jinja's key has the template's text, but neither Jinja's version nor the options above.
    """
    from importlib.metadata import version  # late: its import takes longer than a small command

    made_by = version("jinja2").encode() + Path(__file__).read_bytes()
    try:
        return FileSystemBytecodeCache(
            pattern=f"{name}-{sha256(made_by).hexdigest()[:12]}-%s.cache"
        )
    except (OSError, RuntimeError):  # read-only, or a folder that others can write to
        return None


def render(template: str, code: str = SOURCE, /, **values: Any) -> str:
    """Return ``templates/<template>.html`` in the language ``code``, filled with ``values``."""
    return environment(code).get_template(f"{template}.html").render(values)


def macro(name: str, code: str = SOURCE) -> Callable[..., Markup]:
    """Return the macro ``name`` of ``templates/macros/common.html`` in the language ``code``."""
    module = environment(code).get_template("macros/common.html").module
    found: Callable[..., Markup] = getattr(module, name)
    return found


DATE = N_("{day}. {month} {year}")
"""How a day is written."""


def norwegian_date(iso: str, code: str = SOURCE) -> str:
    """Return an ISO date in words, in the language ``code``: ``2. oktober 2026``."""
    year, month, day = iso.split("-")
    speech = language(code)
    name = speech.gettext(MONTHS[int(month) - 1])
    if code == SOURCE:
        return f"{int(day)}. {name} {year}"
    return speech.gettext(DATE).format(day=int(day), month=name, year=year)
