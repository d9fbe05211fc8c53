"""An answer that several in an organisation write: colleagues by a code, and one who sends.

The lead has the draft's own link. Colleagues get another, which opens what each has written, but
neither the draft itself nor the sending. Both are secrets of 128 bits; nobody needs an account.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rettesnor_horing.intake import drafts
from rettesnor_horing.intake.form import SENDER, Values
from rettesnor_horing.models import Contribution, Draft, DraftVersion, SharedDraft

MOST_COLLEAGUES = 60
MOST_VERSIONS = 40
MOST_NAME = 60
Content = drafts.Content


class Full(Exception):
    """There are as many colleagues as there is room for."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the lead's answer becomes.

    Attributes:
        fields: how many fields got something.
        clashes: choices that colleagues answer differently, by field: name and values of each.
    """

    content: Content
    fields: int
    clashes: Mapping[str, Sequence[tuple[str, Sequence[str]]]]


def code_of(secret: str) -> str:
    """Return the code for colleagues of the draft behind ``secret``: it tells not that secret."""
    made = hashlib.sha256(b"kollega:" + secret.encode()).digest()[:16]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def share(secret: str, now: datetime) -> None:
    """Let colleagues write to the draft behind ``secret``."""
    draft = drafts.find(secret)
    if draft is not None:
        SharedDraft.objects.get_or_create(
            draft=draft, defaults={"digest": _digest(code_of(secret)), "opened": now}
        )


def find(code: str) -> SharedDraft | None:
    """Return the draft that ``code`` lets colleagues write to."""
    return SharedDraft.objects.filter(digest=_digest(code)).select_related("draft").first()


def contribute(
    code: str, name: str, values: Values, basis: str, now: datetime
) -> drafts.Merged | None:
    """Keep what a colleague has written, merged with what was saved under the name since.

    Returns None when there is no such draft.

    Raises:
        Full: there are too many names.
    """
    with transaction.atomic():
        shared = SharedDraft.objects.select_for_update().filter(digest=_digest(code)).first()
        if shared is None:
            return None
        own = {n: v for n, v in values.items() if n not in SENDER}
        known = shared.contributions.filter(name=name).first()
        if known is None and shared.contributions.count() >= MOST_COLLEAGUES:
            raise Full
        made = drafts.merge(own, known.content if known else {}, basis)
        if made.clashes:
            return made
        Contribution.objects.update_or_create(
            shared=shared, name=name, defaults={"content": made.content, "changed": now}
        )
        return made


def by_field(
    shared: SharedDraft | None, without: str = ""
) -> dict[str, list[tuple[str, str]]]:
    """Return what each colleague has written in each field, by the field's name.

    Args:
        without: a name that is left out.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for one in shared.contributions.all() if shared else ():
        for name, value in one.content.items():
            if one.name != without and any(part.strip() for part in value):
                found.setdefault(name, []).append((one.name, "\n".join(value)))
    return found


def taken(content: Content, shared: SharedDraft) -> Taken:
    """Return the lead's ``content`` with what colleagues have written since it was last taken.

    Texts are put after each other. A question that is answered already is left as it is.
    """
    made = {name: list(value) for name, value in content.items()}
    clashes: dict[str, list[tuple[str, Sequence[str]]]] = {}
    touched: set[str] = set()
    for one in shared.contributions.select_for_update():
        for name, value in one.content.items():
            sign = _digest("\n".join(value))
            if one.taken.get(name) == sign or not any(part.strip() for part in value):
                continue
            if name.startswith("sporsmaal.") and made.get(name) not in (None, [], value) and (
                not _is_text(value, made[name])
            ):
                clashes.setdefault(name, []).append((one.name, value))
                continue
            before = made.get(name, [])
            said = "\n\n".join(filter(None, ["\n".join(before).strip(), value[-1].strip()]))
            made[name] = list(value) if not before or before == value else [said]
            one.taken = {**one.taken, name: sign}
            touched.add(name)
        one.save(update_fields=["taken"])
    return Taken(made, len(touched), clashes)


def _is_text(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether an answer is words of the sender's own, which can be put after each other."""
    return any(" " in part.strip() for part in (*one, *other))


def keep_version(secret: str, now: datetime) -> None:
    """Keep what the draft behind ``secret`` says now, unless it said so last time too."""
    draft = drafts.find(secret)
    if draft is None:
        return
    kept = DraftVersion.objects.filter(draft=draft)
    last = kept.first()
    if last is not None and last.content == draft.content:
        return
    DraftVersion.objects.create(draft=draft, content=draft.content, at=now)
    old = kept.values_list("pk", flat=True)[MOST_VERSIONS:]
    DraftVersion.objects.filter(pk__in=[*old]).delete()


def restore(secret: str, version: int, now: datetime) -> bool:
    """Let the draft say what it said in a version; what it says now is a version too."""
    with transaction.atomic():
        keep_version(secret, now)
        draft = drafts.find(secret)
        found = DraftVersion.objects.filter(pk=version, draft=draft).first() if draft else None
        if draft is None or found is None:
            return False
        Draft.objects.filter(pk=draft.pk).update(content=found.content, changed=now)
        keep_version(secret, now)
        return True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
