"""JSON Schema errors as Norwegian sentences an editor understands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.model.problem import Problem
from rettesnor.reading.files.names import slug, stem
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema import value_messages as values
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.schema.fields import Fields, Schema, label
from rettesnor.reading.schema.value_messages import Message, sentence
from rettesnor.reading.yaml.loader import Pointer

_FINAL = frozenset({"felt-type", "felt-tom"})
"""After these nothing else is reported about the same value."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A sentence and what it depends on.

    Attributes:
        pointer: the value it is about (for a missing field, where it should have been).
        text: the sentence.
        at_key: whether it stands at the field's name and not at its value.
        depends: it says something only when these values are themselves in order.
        meant: the field that the editor probably meant to write.
    """

    pointer: Pointer
    text: Message
    at_key: bool = False
    depends: tuple[Pointer, ...] = ()
    meant: Pointer | None = None


def problems(document: Document, schema: Mapping[str, Any], validator: Any) -> list[Problem]:
    """Return the problems behind the schema errors of ``document``, one for each cause."""
    if not isinstance(document.data, dict):
        text = values.not_fields(document.data)
        return [document.problem(text.code, (), text.message, text.hint)]
    fields = Fields(schema)
    claims = [
        claim
        for error in validator.iter_errors(document.data)
        for claim in _claims(error, fields, document.data, document.path)
    ]
    if not claims:  # a compiled validator refused what this one lets pass: never let it through
        return [document.problem("felt-ugyldig", (), "Fila følger ikke skjemaet.")]
    return [
        document.problem(c.text.code, c.pointer, c.text.message, c.text.hint, at_key=c.at_key)
        for c in _one_per_cause(claims)
    ]


def _claims(error: Any, fields: Fields, data: Any, path: str) -> Iterator[_Claim]:
    pointer: Pointer = tuple(error.absolute_path)
    if fields.is_misplaced(pointer, data):
        yield from _unknown(pointer[:1], fields.at(()), (), fields)
    elif error.schema is False:
        yield from _denied(error, pointer, fields, data)
    elif error.validator == "required":
        yield from _missing(error, pointer, fields, path)
    elif error.validator == "additionalProperties":
        yield from _unknown(error.instance, error.schema, pointer, fields)
    elif error.validator == "oneOf":
        if isinstance(error.instance, dict):  # its type is an error of its own
            yield _Claim(pointer, values.choice(error, label(pointer)), at_key=True)
    elif error.validator == "uniqueItems":
        yield from _repeated(error.instance, pointer)
    elif error.instance is None:
        hint = "Skriv en verdi" + ("." if fields.is_required(pointer) else ", eller slett linja.")
        text = Message("felt-tom", f"{values.name(pointer)} er tom.", hint)
        yield _Claim(pointer, text, at_key=True)
    else:
        text = sentence(error, pointer, fields)
        yield _Claim(pointer, text, at_key=text.code == "felt-tom")


def _denied(error: Any, group: Pointer, fields: Fields, data: Any) -> Iterator[_Claim]:
    """Say which fields a condition rules out; jsonschema does not tell their names."""
    for part in group:
        data = data[part]
    condition, consequence = fields.condition(error.absolute_schema_path)
    asked = tuple(fields.names(condition))
    for name, allowed in fields.names(consequence).items():
        if allowed is False and name in data:
            text = Message(
                "felt-uforenlig", f"«{name}» kan ikke stå når {_states(asked, data)}.",
                f"Slett «{name}», eller endre {_listed(asked)}.",
            )
            yield _Claim((*group, name), text, True, tuple((*group, a) for a in asked))


def _missing(error: Any, group: Pointer, fields: Fields, path: str) -> Iterator[_Claim]:
    where = f" i {label(group)}" if group else ""
    asked = tuple(fields.names(fields.condition(error.absolute_schema_path)[0]))
    for name in error.validator_value:
        if name in error.instance:
            continue
        pointer = (*group, name)
        message = f"«{name}» mangler{where}."
        if asked:
            message = f"«{name}» må være med{where} når {_states(asked, error.instance)}."
        hint = values.add(name, fields.at(pointer), fields, pointer)
        own = stem(path)
        if pointer == ("id",) and slug(own):  # an id is the name of its file
            hint = f"Legg til «id: {slug(own)}»."
        text = Message("felt-mangler", message, hint)
        yield _Claim(pointer, text, True, tuple((*group, a) for a in asked))


def _unknown(
    found: Iterable[Any], schema: Schema, group: Pointer, fields: Fields
) -> Iterator[_Claim]:
    allowed = fields.names(schema)
    names = Names(allowed)
    where = f" i {label(group)}" if group else ""
    for name in found:
        if name in allowed:
            continue
        meant = names.closest(name)
        home = fields.home(name)
        if home:
            hint = f"Det hører hjemme under «{home}». Sjekk innrykket."
        elif meant:
            hint = f"Mente du «{meant}»?"
        else:
            hint = f"Feltene her er {_listed(tuple(allowed))}."
        text = Message("felt-ukjent", f"Feltet «{name}» finnes ikke{where}.", hint)
        yield _Claim(
            (*group, name), text, True, meant=(*group, meant) if meant and not home else None
        )


def _repeated(items: Sequence[Any], group: Pointer) -> Iterator[_Claim]:
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        seen = first.setdefault(json.dumps(item, sort_keys=True), index)
        if seen != index:
            what = "Det samme punktet" if isinstance(item, dict) else f"«{values.shown(item)}»"
            text = Message(
                "felt-dobbelt", f"{what} står to ganger i {label(group)}.",
                "Slett det ene punktet.",
            )
            yield _Claim((*group, index), text)


def _one_per_cause(claims: Sequence[_Claim]) -> list[_Claim]:
    """Return the claims that are not merely echoes of others."""
    final = {claim.pointer for claim in claims if claim.text.code in _FINAL}
    troubled = {claim.pointer for claim in claims if not claim.depends}
    meant = {claim.meant for claim in claims if claim.meant}
    kept: dict[tuple[Pointer, str], _Claim] = {}
    for claim in claims:
        if claim.pointer in final and claim.text.code not in _FINAL:
            continue
        if claim.text.code == "felt-mangler" and claim.pointer in meant:
            continue
        if troubled.intersection(claim.depends):
            continue
        kept.setdefault((claim.pointer, claim.text.code), claim)
    return list(kept.values())


def _states(names: Sequence[str], group: Mapping[str, Any]) -> str:
    return " og ".join(f"«{name}» er «{values.shown(group.get(name))}»" for name in names)


def _listed(names: Sequence[str]) -> str:
    quoted = [f"«{name}»" for name in names]
    return ", ".join(quoted[:-1]) + " og " + quoted[-1] if len(quoted) > 1 else "".join(quoted)
