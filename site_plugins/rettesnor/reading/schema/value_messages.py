"""Sentences about one value: its type, its length, its form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rettesnor.reading.checks.phrases import MONTHS
from rettesnor.reading.files.names import slug
from rettesnor.reading.schema.confusables import plainly
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.schema.fields import Fields, Schema, label
from rettesnor.reading.yaml.loader import Pointer


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with its code and its hint."""

    code: str
    message: str
    hint: str = ""


_TYPES = {
    "string": "tekst", "array": "en liste", "object": "en gruppe med felt",
    "boolean": "true eller false", "integer": "et helt tall",
}
_HINTS = {
    ("array", str): "Skriv hvert punkt på egen linje, med «- » foran.",
    ("array", dict): "Skriv «- » foran hvert punkt i lista.",
    ("string", int): "Sett verdien i anførselstegn.",
    ("string", bool): "Sett verdien i anførselstegn.",
    ("string", list): "Skriv teksten uten «- » foran.",
    ("string", dict): "Har teksten et kolon, må den stå i anførselstegn.",
    ("array", int): "Sett klammer rundt: [2026].",
    ("object", str): "Skriv feltene på egne linjer under, med innrykk.",
    ("object", list): "Skriv feltene uten «- » foran.",
    ("boolean", str): "Skriv true eller false, uten anførselstegn.",
    ("integer", str): "Skriv tallet med sifre, uten anførselstegn.",
}
_ENUM_CODES = {"status": "ukjent-status"}
_ALSO = {
    "må": "skal", "plikt": "skal", "pålagt": "skal", "krav": "skal",
    "sterk": "bør", "sterkt": "bør", "anbefalt": "bør", "anbefales": "bør", "burde": "bør",
    "svak": "kan", "svakt": "kan", "mulig": "kan", "kunne": "kan", "frivillig": "kan",
    "publisert": "gjeldende", "gyldig": "gjeldende", "vedtatt": "gjeldende",
    "kladd": "utkast", "på høring": "høring", "revideres": "under revisjon",
    "trukket": "opphevet", "ugyldig": "opphevet",
}
"""Words editors use for the words of the guideline, where spelling gives no clue."""
_DATE = "Skriv år-måned-dag, for eksempel 2026-10-02."
_WRITTEN = (
    re.compile(r"(?P<day>[0-3]?[0-9])[./-](?P<month>[01]?[0-9])[./-](?P<year>[12][0-9]{3})"),
    re.compile(r"(?P<day>[0-3]?[0-9])\. ?(?P<name>[a-z]+) (?P<year>[12][0-9]{3})", re.IGNORECASE),
    re.compile(r"(?P<year>[12][0-9]{3})[./-](?P<month>[01]?[0-9])[./-](?P<day>[0-3]?[0-9])"),
)
"""Ways Norwegians, and spreadsheets, write a day."""
_ID = "^[a-z0-9]+(?:-[a-z0-9]+)*$"


def sentence(error: Any, pointer: Pointer, fields: Fields) -> Message:
    """Return what to say of the value that ``error`` is about."""
    field = fields.at(pointer)
    say = _BY_KEYWORD.get(error.validator)
    if say is None:
        return Message("felt-ugyldig", f"{name(pointer)} har en ugyldig verdi.", described(field))
    return say(error, pointer, field, fields)


def not_fields(data: object) -> Message:
    """Return what to say of a file that is not made of fields."""
    if data is None:
        return Message("fil-tom", "Fila er tom.", "Fyll den ut, eller slett den.")
    return Message(
        "fil-uten-felt", f"Fila skal bestå av felt, men er {_kind(data)}.",
        "Skriv «felt: verdi» helt til venstre på linja.",
    )


def template(name: str, field: Schema, fields: Fields, pointer: Pointer, depth: int = 0) -> str:
    """Return the lines of the field ``name``, to copy and fill in: those it must have."""
    indent = "  " * depth
    if "items" in field and "properties" in fields.at((*pointer, 0)):
        item = fields.at((*pointer, 0))
        inner = _inner(item, fields, (*pointer, 0), depth + 2)
        return f"{indent}{name}:\n{indent}  - {inner.lstrip()}"
    if "items" in field:
        example = next(iter(fields.at((*pointer, 0)).get("examples", ())), "…")
        return f"{indent}{name}:\n{indent}  - {_plain(example)}"
    if "properties" in field:
        return f"{indent}{name}:\n{_inner(field, fields, pointer, depth + 1)}"
    example = next(iter(field.get("examples", ())), next(iter(field.get("enum", ())), "…"))
    if field.get("contentMediaType"):
        return f"{indent}{name}: |\n{indent}  …"
    return f"{indent}{name}: {_plain(example)}"


def _inner(field: Schema, fields: Fields, pointer: Pointer, depth: int) -> str:
    names = list(field.get("required", ())) or list(fields.names(field))[:1]
    return "\n".join(
        template(name, fields.at((*pointer, name)), fields, (*pointer, name), depth)
        for name in names
    )


def _plain(example: object) -> str:
    """Return ``example`` as it can stand in a file; dots where it would be long."""
    if isinstance(example, list | dict):
        return json.dumps(example, ensure_ascii=False)
    text = shown(example)
    if isinstance(example, str) and (len(example) > 50 or "\n" in example):
        return "…"
    safe = not isinstance(example, str) or (
        re.fullmatch(r"[\wæøåÆØÅ][^#:]*", text) and not text.isdigit()
    )
    return text if safe or "://" in text else json.dumps(text, ensure_ascii=False)


def add(name: str, field: Schema, fields: Fields, pointer: Pointer) -> str:
    """Return how to add the missing field ``name``, which stands at ``pointer``."""
    grouped = "properties" in field or "properties" in fields.at((*pointer, 0))
    if grouped:
        return f"Legg til feltene under «{name}», for eksempel:\n" + template(
            name, field, fields, pointer, len(pointer) - 1
        )
    example = next(iter(field.get("examples", ())), None)
    if isinstance(example, str) and len(example) <= 60 and "\n" not in example:
        return f"Legg til for eksempel «{name}: {example}»."
    return f"Legg til «{name}». {field.get('description', '')}".strip()


def choice(error: Any, where: str) -> Message:
    """Return what to say when not exactly one of several sets of fields is given."""
    choices = [word for option in error.validator_value for word in option.get("required", ())]
    names = [f"«{word}»" for word in choices]
    both = all(word in error.instance for word in choices)
    wrong = "har både" if both else "mangler"
    joined = (" og " if both else " eller ").join(names)
    return Message(
        "felt-valg", f"{where[:1].upper()}{where[1:]} {wrong} {joined}.",
        f"Oppgi enten {' eller '.join(names)}.",
    )


def described(field: Schema) -> str:
    """Return the schema's own help for a field, with an example where there is a short one."""
    help_text: str = field.get("description", "")
    example = next(iter(field.get("examples", ())), None)
    if isinstance(example, str | int) and len(str(example)) <= 80:
        help_text += f" Eksempel: «{shown(example)}»."
    return help_text.strip()


def shown(value: object) -> str:
    """Return ``value`` as it would stand in a file, shortened."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 50 else f"{text[:49]}…"


def _type(error: Any, pointer: Pointer, field: Schema, fields: Fields) -> Message:
    wanted = error.validator_value
    wanted = [wanted] if isinstance(wanted, str) else [w for w in wanted if w != "null"]
    expected = " eller ".join(_TYPES[name] for name in wanted)
    return Message(
        "felt-type", f"{name(pointer)} skal være {expected}, men er {_kind(error.instance)}.",
        _DATE if field.get("format") == "date"
        else _HINTS.get((wanted[0], type(error.instance)), described(field))
        + _fields_of(wanted[0], pointer, field, fields),
    )


def _fields_of(wanted: str, pointer: Pointer, field: Schema, fields: Fields) -> str:
    """Return the fields of a group that was expected, to copy; nothing where none was."""
    if wanted != "object" or not isinstance(pointer[-1], str):
        return ""
    depth = sum(isinstance(part, str) for part in pointer) - 1
    return "\n" + template(pointer[-1], field, fields, pointer, depth)


def _enum(error: Any, pointer: Pointer, field: Schema, fields: Fields) -> Message:
    words = [str(word) for word in error.validator_value]
    return no_choice(_code(pointer), error.instance, words, described(field))


def no_choice(code: str, value: Any, words: Sequence[str], otherwise: str) -> Message:
    """Return what is said of ``value``, which is not one of ``words``.

    Args:
        otherwise: what to do when it is none that is written a little differently.
    """
    given = shown(value)
    plain, signs = plainly(str(value))
    # An empty word stands for «not chosen»: there is nothing to write for it.
    message = f"«{given}» er ikke {' | '.join(word for word in words if word)}."
    if signs and plain in words:
        return Message(code, message, f"Skriv «{plain}» på nytt: her er det brukt {signs}.")
    meant = _ALSO.get(given.casefold(), "")
    meant = meant if meant in words else Names(words).closest(given)
    return Message(code, message, f"Mente du «{meant}»?" if meant else otherwise)


def _code(pointer: Pointer) -> str:
    """Return the code of a value that is not among those to choose from."""
    field_name = next((part for part in reversed(pointer) if isinstance(part, str)), "")
    return _ENUM_CODES.get(field_name, "felt-verdi")


def _too_short(error: Any, pointer: Pointer, field: Schema, fields: Fields) -> Message:
    length = len(error.instance)
    if not error.instance.strip():
        return _empty(pointer, "Skriv en tekst", fields)
    return Message(
        "felt-lengde",
        f"{name(pointer)} har {length} tegn, men må ha minst {error.validator_value}.",
        described(field),
    )


def _too_long(error: Any, pointer: Pointer, field: Schema, fields: Fields) -> Message:
    length, limit = len(error.instance), error.validator_value
    return Message(
        "felt-lengde", f"{name(pointer)} har {length} tegn, men det er bare plass til {limit}.",
        f"Ta bort {length - limit} tegn.",
    )


def _too_few(error: Any, pointer: Pointer, field: Schema, fields: Fields) -> Message:
    if not error.instance:
        return _empty(pointer, "Skriv minst ett punkt med «- » foran", fields)
    count, limit = len(error.instance), error.validator_value
    points = "1 punkt" if count == 1 else f"{count} punkter"
    more = limit - count
    return Message(
        "felt-antall", f"{name(pointer)} har {points}, men må ha minst {limit}.",
        f"Legg til {more} {'punkt' if more == 1 else 'punkter'}.",
    )


def _too_few_keys(error: Any, pointer: Pointer, field: Schema, fields: Fields) -> Message:
    return _empty(pointer, "Skriv minst én linje under", fields)


def _too_many(error: Any, pointer: Pointer, field: Schema, fields: Fields) -> Message:
    count, limit = len(error.instance), error.validator_value
    return Message(
        "felt-antall", f"{name(pointer)} har {count} punkter, men det er bare plass til {limit}.",
        f"Ta bort {count - limit} av dem.",
    )


def _pattern(error: Any, pointer: Pointer, field: Schema, fields: Fields) -> Message:
    if not error.instance.strip():
        return _empty(pointer, "Skriv en tekst", fields)
    pattern, given = error.schema["pattern"], shown(error.instance)
    if "https?" in pattern:
        return _address(error, pointer, field, fields)
    if pattern.endswith("\\?$"):
        message = f"«{given}» slutter ikke med spørsmålstegn."
        return Message("felt-monster", message, "Sett «?» til slutt.")
    hint = described(field)
    if pattern == _ID:
        hint = "Bruk bare små bokstaver (a–z), tall og enkle bindestreker."
        own = slug(error.instance)
        hint += f" Skriv for eksempel «{own}»." if own else ""
        if " - " in given and isinstance(pointer[-1], int):
            hint = "Er det flere punkter, start dem like langt inn, hvert med «- » foran."
    plain, signs = plainly(error.instance)
    meant = next((p for p in (plain, f"§ {plain}") if re.search(pattern, p)), "")
    if meant and pattern != _ID:
        hint = f"Mente du «{meant}»?" + (f" Her er det brukt {signs}." if signs else "")
    return Message("felt-monster", f"«{given}» har ikke riktig form for {label(pointer)}.", hint)


def _format(error: Any, pointer: Pointer, field: Schema, fields: Fields) -> Message:
    if error.validator_value != "date":
        return _address(error, pointer, field, fields)
    meant = _day_meant(plainly(error.instance)[0])
    return Message(
        "felt-dato", f"«{shown(error.instance)}» er ikke en gyldig dato.",
        f"Mente du «{meant}»?" if meant else _DATE,
    )


def _day_meant(text: str) -> str:
    """Return the day that ``text`` writes in another way than ISO 8601, or nothing."""
    written = next(filter(None, (way.fullmatch(text) for way in _WRITTEN)), None)
    if written is None:
        return ""
    parts = written.groupdict()
    name = parts.get("name", "").casefold()
    month = MONTHS.index(name) + 1 if name in MONTHS else parts.get("month", 0)
    try:
        return date(int(parts["year"]), int(month), int(parts["day"])).isoformat()
    except ValueError:
        return ""


def _address(error: Any, pointer: Pointer, field: Schema, fields: Fields) -> Message:
    return Message(
        "felt-adresse", f"«{shown(error.instance)}» er ikke en gyldig nettadresse.",
        "Skriv hele adressen med https:// foran og uten mellomrom.",
    )


def _number(error: Any, pointer: Pointer, field: Schema, fields: Fields) -> Message:
    least = error.validator == "minimum"
    bound = "minst" if least else "høyst"
    return Message(
        "felt-tall", f"{name(pointer)} er {error.instance}, men må være {bound} "
        f"{error.validator_value}.", described(field),
    )


def _empty(pointer: Pointer, hint: str, fields: Fields) -> Message:
    way_out = "." if fields.is_required(pointer) else ", eller slett feltet."
    return Message("felt-tom", f"{name(pointer)} kan ikke være tom.", hint + way_out)


def name(pointer: Pointer) -> str:
    """Return the label of a value as a sentence starts."""
    text = label(pointer)
    return text[:1].upper() + text[1:]


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return f"«{shown(value)}»"
    kinds = {str: "tekst", int: "et tall", list: "en liste", dict: "en gruppe med felt"}
    return kinds.get(type(value), "tom")


_BY_KEYWORD: Mapping[str, Callable[[Any, Pointer, Schema, Fields], Message]] = {
    "type": _type,
    "enum": _enum,
    "minLength": _too_short,
    "maxLength": _too_long,
    "minItems": _too_few,
    "minProperties": _too_few_keys,
    "maxItems": _too_many,
    "pattern": _pattern,
    "format": _format,
    "minimum": _number,
    "maximum": _number,
}
