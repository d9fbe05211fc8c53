"""Drafts behind a secret link, which colleagues may share.

A form carries what each field held when it was opened (``basis``: a digest for each). What two have
written since is merged field by field; when both changed the same field, nothing is stored and
both texts are shown.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rettesnor_horing.intake.form import Values, next_place
from rettesnor_horing.models import Draft

Content = dict[str, list[str]]
_HEX = 16


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a draft that somebody saved.

    Attributes:
        secret: the secret of its link; empty when nothing was stored.
        content: the values to show, with the sender's own text where two wrote in one field.
        basis: what the stored draft holds, for the form that is shown now.
        clashes: what stands in the draft in fields that both have changed, by name.
        others: fields that somebody else has changed.
    """

    secret: str
    content: Content
    basis: str
    clashes: Content
    others: tuple[str, ...]


def new_secret() -> str:
    """Return a secret of 128 bits, for the link."""
    return secrets.token_urlsafe(16)


def basis_of(values: Values) -> str:
    """Return what ``values`` held, as a form carries it: a digest for each field with a value."""
    digests = {name: _short(said) for name, value in values.items() if (said := _said(value))}
    return json.dumps(digests, separators=(",", ":"), sort_keys=True)


def save(secret: str, round_: str, values: Values, basis: str, now: datetime) -> Merged:
    """Store the form's ``values``, merged with what others have stored since it was opened.

    Only a secret of a draft that exists is used; any other makes a new draft with its own.
    """
    with transaction.atomic():
        known = _locked(secret, round_)
        if known is None:
            return _stored(new_secret(), round_, {n: list(v) for n, v in values.items()}, (), now)
        content, clashes, others = _merge(values, known.content, basis)
        if clashes:
            return Merged("", content, basis_of(known.content), clashes, others)
        return _stored(secret, round_, content, others, now)


def join(secret: str, round_: str, values: Values, now: datetime) -> Merged:
    """Add the one comment on a place in ``values`` to the draft behind ``secret``, or to a new."""
    with transaction.atomic():
        known = _locked(secret, round_)
        if known is None:
            return _stored(new_secret(), round_, {n: list(v) for n, v in values.items()}, (), now)
        number = next_place(known.content)
        added = {
            name.replace("sted.1.", f"sted.{number}."): list(value)
            for name, value in values.items() if name.startswith("sted.1.")
        }
        return _stored(secret, round_, {**known.content, **added}, (), now)


def merged(secret: str, round_: str, values: Values, basis: str) -> Merged | None:
    """Return what sending ``values`` would leave out of the draft; None when that is nothing."""
    known = find(secret) if secret else None
    if known is None or known.round_id != round_:
        return None
    content, clashes, others = _merge(values, known.content, basis)
    if not (clashes or others):
        return None
    return Merged(secret, content, basis_of(known.content), clashes, others)


def merge(mine: Values, stored: Values, basis: str) -> Merged:
    """Return ``mine`` merged with what is stored; nothing is written."""
    content, clashes, others = _merge(mine, stored, basis)
    return Merged("", content, basis_of(stored if clashes else content), clashes, others)


def find(secret: str) -> Draft | None:
    """Return the draft behind ``secret``."""
    return Draft.objects.filter(digest=_digest(secret)).first()


def short_id(secret: str) -> str:
    """Return what tells one draft from another in a browser, and opens none."""
    return hashlib.sha256(b"id:" + secret.encode()).hexdigest()[:_HEX]


def discard(secret: str) -> None:
    """Remove the draft behind ``secret``, if there is one."""
    Draft.objects.filter(digest=_digest(secret)).delete()


def _locked(secret: str, round_: str) -> Draft | None:
    if not secret:
        return None
    return Draft.objects.select_for_update().filter(
        digest=_digest(secret), round_id=round_
    ).first()


def _stored(
    secret: str, round_: str, content: Content, others: tuple[str, ...], now: datetime
) -> Merged:
    Draft.objects.update_or_create(
        digest=_digest(secret), defaults={"round_id": round_, "content": content, "changed": now}
    )
    return Merged(secret, content, basis_of(content), {}, others)


def _merge(mine: Values, stored: Values, basis: str) -> tuple[Content, Content, tuple[str, ...]]:
    """Return the merged values, what is stored where both changed a field, and what others did."""
    before = _read(basis)
    content: Content = {}
    clashes: Content = {}
    others = []
    for name in dict.fromkeys((*mine, *stored)):
        own, theirs = _said(mine.get(name, ())), _said(stored.get(name, ()))
        was = before.get(name, "")
        they_changed = (_short(theirs) if theirs else "") != was
        i_changed = (_short(own) if own else "") != was
        if they_changed and own != theirs:
            if i_changed:
                clashes[name] = theirs
            else:
                others.append(name)
        said = theirs if they_changed and not i_changed else own
        if said:
            content[name] = said
    return content, clashes, tuple(others)


def _read(basis: str) -> dict[str, str]:
    try:
        found = json.loads(basis or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _said(value: Sequence[str]) -> list[str]:
    """Return ``value`` as it is compared: line ends as one kind, nothing where it is empty."""
    return [one.replace("\r\n", "\n") for one in value if one.strip()]


def _short(value: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(value)).encode()).hexdigest()[:_HEX]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
