"""Validation by JSON Schema 2020-12.

The validator asserts formats, fetches nothing (an empty registry) and gives ``$`` in patterns
the meaning of end of text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rettesnor.model.fields import FILES
from rettesnor.model.problem import Code, Problem
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.web_address import is_address

CODES = (
    Code("felt-mangler", "Et felt som må være med, mangler.", suppressible=False),
    Code("felt-ukjent", "Et felt finnes ikke i skjemaet.", suppressible=False),
    Code("felt-uforenlig", "Et felt kan ikke stå sammen med et annet.", suppressible=False),
    Code("felt-dobbelt", "Et punkt står to ganger i samme liste.", suppressible=False),
    Code("fil-tom", "Fila er tom.", suppressible=False),
    Code("fil-uten-felt", "Fila består ikke av felt.", suppressible=False),
    Code("felt-valg", "Ett av flere felt må velges.", suppressible=False),
    Code("felt-type", "En verdi er av feil slag.", suppressible=False),
    Code("felt-tom", "Et felt er tomt.", suppressible=False),
    Code("felt-verdi", "En verdi er ikke en av dem som kan velges.", suppressible=False),
    Code("felt-lengde", "En tekst er for kort eller for lang.", suppressible=False),
    Code("felt-antall", "En liste har for få eller for mange punkter.", suppressible=False),
    Code("felt-monster", "En verdi har ikke riktig form.", suppressible=False),
    Code("felt-dato", "En dato er ikke gyldig.", suppressible=False),
    Code("felt-adresse", "En nettadresse er ikke gyldig.", suppressible=False),
    Code("felt-tall", "Et tall er for lite eller for stort.", suppressible=False),
    Code("felt-ugyldig", "En verdi følger ikke skjemaet.", suppressible=False),
    Code("ukjent-status", "Statusen finnes ikke.", suppressible=False),
)
"""The codes of what a schema does not allow. The modules that choose among them and write the
messages are imported only when a file breaks its schema."""

KINDS = (
    "guideline", "recommendation", "sources", "laws", "terms", "development", "criteria", "change",
    "release", "hearing", "hearing-result", "accessibility", "publish", "catalogue", "findings",
    "plain", "role", "task", "template", "course", "plan", "plan-conflicts", "practice",
    "measures", "self-check", "self-check-sheet",
    *(f"{kind}.oversettelse" for kind in FILES),
)
"""The kinds of content file; ``schema/<kind>.schema.json`` describes each."""


def folder() -> Path:
    """Return the folder of the schemas: the project's own, or the installed copy."""
    here = Path(__file__).resolve()
    project = here.parents[4] / "schema"
    return project if project.is_dir() else here.parents[2] / "schema"


@cache
def load(kind: str) -> Mapping[str, Any]:
    """Return the schema of ``kind`` as data.

    Raises:
        FileNotFoundError: there is no such kind.
    """
    schema: Mapping[str, Any] = json.loads(
        (folder() / f"{kind}.schema.json").read_text(encoding="utf-8")
    )
    return schema


def validate(document: Document, kind: str) -> list[Problem]:
    """Return everything in ``document`` that its schema does not allow."""
    if _is_valid(kind)(document.data):
        return []
    from rettesnor.reading.schema.messages import problems

    return problems(document, load(kind), validator(kind))


@cache
def _is_valid(kind: str) -> Callable[[Any], bool]:
    """Return the quickest sound test for ``kind``: compiled when jsonschema-rs is installed."""
    try:
        import jsonschema_rs
    except ImportError:
        check: Callable[[Any], bool] = _strict(_lean(load(kind), load(kind))).is_valid
        return check
    compiled = jsonschema_rs.Draft202012Validator(
        dict(load(kind)), validate_formats=True, formats={"uri": is_address, "iri": is_address}
    )
    return compiled.is_valid


@cache
def validator(kind: str) -> Any:
    """Return the reusable ``jsonschema`` validator for ``kind``."""
    return _strict(load(kind))


def _strict(schema: Mapping[str, Any]) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker, validators
    from referencing import Registry

    formats = FormatChecker(formats=())
    formats.checks("date")(is_date)
    formats.checks("uri")(is_address)
    formats.checks("iri")(is_address)
    strict = validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"pattern": _pattern, "uniqueItems": _unique_items}
    )
    return strict(schema, registry=Registry(), format_checker=formats)


_ANNOTATIONS = frozenset({"title", "description", "examples", "$id", "$defs"})


def _lean(node: Any, whole: Mapping[str, Any]) -> Any:
    """Return ``node`` with local references written out and without annotations.

    It allows the same as ``node`` in half the time; our schemas do not refer to themselves, and
    next to a reference there are only annotations.
    """
    if isinstance(node, list):
        return [_lean(item, whole) for item in node]
    if not isinstance(node, Mapping):
        return node
    if "$ref" in node:
        return _lean(whole["$defs"][node["$ref"].removeprefix("#/$defs/")], whole)
    return {
        key: {name: _lean(sub, whole) for name, sub in value.items()}
        if key == "properties" else value if key in ("const", "enum") else _lean(value, whole)
        for key, value in node.items() if key not in _ANNOTATIONS
    }


def is_date(value: object) -> bool:
    """Whether ``value`` is a calendar day written ``YYYY-MM-DD`` (RFC 3339 full-date)."""
    if not isinstance(value, str):
        return True
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"(?<!\\)\$(?=\||\Z)", r"\\Z", pattern))


def _pattern(
    validator: Any, pattern: str, instance: Any, schema: Mapping[str, Any]
) -> Iterator[Any]:
    from jsonschema import ValidationError

    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _unique_items(
    validator: Any, wanted: bool, instance: Any, schema: Mapping[str, Any]
) -> Iterator[Any]:
    """Compare by written form: jsonschema's own comparison is quadratic for mixed lists."""
    from jsonschema import ValidationError

    if wanted and isinstance(instance, list):
        forms = {json.dumps(item, sort_keys=True) for item in instance}
        if len(forms) < len(instance):
            yield ValidationError("items are not unique")
