"""Drafts in the team's database: each editor's own, in each case (see ``store/drafts.py``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import Q

from rettesnor_editor.forms.fields import Fields
from rettesnor_editor.store.drafts import KeptDraft
from rettesnor_editor.store.failures import NotKept, in_words
from rettesnor_editor.team.models import Base, Case, Draft, Setting


@dataclass(frozen=True)
class TeamDrafts:
    """The drafts of one editor in one case."""

    user: User
    case: Case

    def keep(
        self, key: str, fields: Fields, before: bytes, at: str, page: str, number: int
    ) -> bool:
        """See ``Drafts``."""
        values: dict[str, Any] = {
            "fields": {name: list(said) for name, said in fields.items()}, "before": before,
            "at": at, "page": page, "number": number,
        }
        with _told(), transaction.atomic():
            _, new = Draft.objects.get_or_create(
                user=self.user, case=self.case, key=key, defaults=values
            )
            if new:
                return True
            older = Q(page__lt=page) | Q(page=page, number__lt=number)
            return bool(self._all().filter(older, key=key).update(**values))

    def get(self, key: str) -> KeptDraft | None:
        """See ``Drafts``."""
        with _told():
            row = self._all().filter(key=key).first()
        return _kept(row) if row else None

    def all(self) -> list[KeptDraft]:
        """See ``Drafts``."""
        with _told():
            return [_kept(row) for row in self._all().order_by("-at")]

    def drop(self, key: str) -> None:
        """See ``Drafts``."""
        with _told():
            self._all().filter(key=key).delete()

    def remember(self, digest: str, content: bytes) -> None:
        """See ``Drafts``."""
        with _told():
            Base.objects.get_or_create(digest=digest, defaults={"content": content})

    def base(self, digest: str) -> bytes | None:
        """See ``Drafts``."""
        with _told():
            row = Base.objects.filter(digest=digest).first()
        return bytes(row.content) if row else None

    def setting(self, name: str) -> str:
        """See ``Drafts``."""
        with _told():
            row = Setting.objects.filter(user=self.user, name=name).first()
        return row.value if row else ""

    def set(self, name: str, value: str) -> None:
        """See ``Drafts``."""
        with _told():
            Setting.objects.update_or_create(
                user=self.user, name=name, defaults={"value": value[:200]}
            )

    def _all(self) -> Any:
        return Draft.objects.filter(user=self.user, case=self.case)


@contextmanager
def _told() -> Iterator[None]:
    """Let what the database could not do be ``NotKept``."""
    try:
        yield
    except DatabaseError as error:
        raise NotKept(in_words(error)) from error


def _kept(row: Draft) -> KeptDraft:
    return KeptDraft(row.key, row.fields, bytes(row.before), row.at)
