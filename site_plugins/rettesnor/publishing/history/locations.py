"""Where every recommendation there ever was is now, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rettesnor.model.change import TattUt
from rettesnor.model.edition import Edition
from rettesnor.model.hearing import Hearing
from rettesnor.model.pages import promised, template_address
from rettesnor.publishing.history.frozen_site import OutdatedNotice, OutdatedNotices
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.publishing.history.unreleased_changes import UnreleasedChanges
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Link


@dataclass(frozen=True)
class CurrentLocations:
    """The recommendations of all times, seen from what the site shows now.

    Attributes:
        unreleased: what is changed since the last release; None when nothing is.
    """

    release_index: ReleaseIndex
    context: Context
    unreleased: UnreleasedChanges | None = None

    def url(self, id_: str) -> str:
        """Return the address of ``id_``: of its page, or of what tells where it went."""
        head = self.context.heads.get(id_)
        return head.url if head else self.release_index.addresses.last[id_]

    def title(self, id_: str) -> str:
        """Return the title of ``id_``, the last it had."""
        head, stone = self.context.heads.get(id_), self._stones.get(id_)
        if head:
            return head.tittel
        title = stone.tittel if stone else self._newest.recommendations[id_].tittel
        return self.context.written(title)

    def stone(self, id_: str) -> TattUt | None:
        """Return the tombstone of ``id_``, when it has one."""
        return self._stones.get(id_)

    def link(self, id_: str) -> Link:
        """Return the way to ``id_``."""
        return Link(self.url(id_), self.title(id_))

    def now(self, id_: str) -> tuple[Link, ...]:
        """Return the ways to ``id_``, or where it is gone to what came instead."""
        return (self.link(id_),) if id_ in self.context.heads else self.successors(id_)

    def successors(self, id_: str) -> tuple[Link, ...]:
        """Return the ways to what came instead of ``id_``."""
        heads = self.context.heads
        ids = self.release_index.history.leads_to(id_)
        return tuple(self.link(i) for i in ids if i in heads and i != id_)

    def ways(self) -> OutdatedNotices:
        """Return what the notices of old versions say of the present."""
        guideline = self.context.guideline
        lists = promised("content", guideline)
        others = {"", *lists, *(f"{page.id}/" for page in guideline.tekstsider)}
        others |= {f"{chapter.id}/" for chapter in guideline.kapitler}
        others |= {template_address(template.id) for template in guideline.maler}
        found = {url: self._way(id_) for url, id_ in self.release_index.addresses.ids.items()}
        hearings = tuple(
            Hearing(hearing.runde, hort=hearing.hort, tilstand=hearing.tilstand)
            for hearing in self.context.hearings
        )
        return OutdatedNotices(
            self.context.released, found, frozenset(others), hearings, self.context.recorded,
            self.context.language,
        )

    def _way(self, id_: str) -> OutdatedNotice:
        _ = self.context.gettext
        if id_ in self.context.heads:
            return OutdatedNotice("", (
                Link(self.url(id_), _("Gå til anbefalingen slik den er nå")),
            ))
        successors = self.successors(id_)
        stone = self.stone(id_)
        if not successors:
            return OutdatedNotice(
                _("Anbefalingen er tatt ut."), (Link(self.url(id_), _("Les hvorfor")),)
            )
        moved = stone is not None and stone.slag == "flyttet"
        say = _("Anbefalingen er flyttet til") if moved else _("Anbefalingen er erstattet av")
        return OutdatedNotice(say, successors)

    @cached_property
    def _stones(self) -> dict[str, TattUt]:
        return dict(self.release_index.history.tombstones())

    @cached_property
    def _newest(self) -> Edition:
        return self.release_index.edition(self.release_index.versions[-1])
