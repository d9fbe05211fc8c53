"""How worker processes are started: forked only from a process that has a single thread.

A fork copies the locks that other threads hold, and nobody in the copy ever releases them: a
forked worker that then waits for one of them waits for ever (POSIX, ``fork``, rationale). Typst
starts threads of its own, which Python does not count, when the first document is typeset.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.context import BaseContext

from rettesnor.platform import SYSTEM

_PRELOADED = ["rettesnor.publishing.history.archive", "rettesnor.publishing.workers.pool"]


def _may_fork() -> bool:
    """Return whether a forked process can be trusted to run: macOS' own libraries never can be."""
    return hasattr(os, "fork") and sys.platform != "darwin" and SYSTEM.threads() == 1


def start_context() -> BaseContext:
    """Return the context to start workers in: the one that is set, unless its fork may hang."""
    if multiprocessing.get_start_method() != "fork" or _may_fork():
        return multiprocessing.get_context()
    context: BaseContext = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context
