"""The Jinja environment of the page bodies: autoescaped, strict about names."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

_MONTHS = (
    [
        "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september",
        "oktober", "november", "desember",
    ]
)


@cache
def environment() -> Environment:
    """Return the environment; its templates are compiled once a process."""
    env = Environment(
        loader=PackageLoader("rettesnor.rendering", "templates"),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters["dato"] = norwegian_date
    return env


def render(template: str, **values: Any) -> str:
    """Return ``templates/<template>.html`` filled with ``values``."""
    return environment().get_template(f"{template}.html").render(values)


def macro(name: str) -> Callable[..., Markup]:
    """Return the macro ``name`` of ``templates/makroer.html``."""
    found: Callable[..., Markup] = getattr(environment().get_template("makroer.html").module, name)
    return found


def norwegian_date(iso: str) -> str:
    """Return an ISO date the Norwegian way: ``2. oktober 2026``."""
    year, month, day = iso.split("-")
    return f"{int(day)}. {_MONTHS[int(month) - 1]} {year}"
