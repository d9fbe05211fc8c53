"""How long work reports how far it has come, without knowing where that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Is called while work goes on, in the thread that started it."""

    def stage(self, name: str, total: int = 0) -> None:
        """A new stage starts, and the one before is done.

        Args:
            name: what is being done, in Norwegian, as «Lager sider».
            total: how many steps the stage has; 0 when that is not known.
        """

    def step(self, count: int = 1) -> None:
        """So many more steps of the stage are done."""


@dataclass(frozen=True, slots=True)
class Silent:
    """Shows nothing."""

    def stage(self, name: str, total: int = 0) -> None:
        """See ``Progress``."""

    def step(self, count: int = 1) -> None:
        """See ``Progress``."""


SILENT: Progress = Silent()


def steps(progress: Progress, items: Iterable[T]) -> Iterator[T]:
    """Yield ``items``; each is a step that is done when the next one is asked for."""
    for item in items:
        yield item
        progress.step()


def stage_of(progress: Progress, name: str, items: Sequence[T]) -> Iterator[T]:
    """Yield ``items`` as the steps of a new stage."""
    progress.stage(name, len(items))
    yield from steps(progress, items)
