"""Keeping the compiled templates between runs."""

from __future__ import annotations

import sys
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from rettesnor.publishing.cache.store import PACKAGE, Store, code_digest


class CompiledTemplates(BytecodeCache):
    """The compiled templates in a store, which checks each before it is believed.

    They hang on the code alone, so they lie with the compiled modules, for all guidelines (PEP
    3147); where Python does not write those, in the guideline's own store.

    Args:
        own: the guideline's store.
        code: the language of their fixed texts, which are part of what is compiled.
        shared: the folder for all guidelines.
    """

    def __init__(self, own: Store, code: str, shared: Path | None = None) -> None:
        self._own, self._language = own, code
        self._shared = Store(shared or _beside_modules())

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket`` when what it asks for was kept."""
        for store in (self._shared, self._own):
            data = store.load(self._name(bucket), _key(bucket))
            if data is not None:
                bucket.bytecode_from_string(data)
                return

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what ``bucket`` holds."""
        named = self._name(bucket), _key(bucket), bucket.bytecode_to_string()
        if sys.dont_write_bytecode or not self._shared.save(*named):
            self._own.save(*named)

    def _name(self, bucket: Bucket) -> str:
        return f"mal-{self._language}-{bucket.key[:12]}"


def _key(bucket: Bucket) -> str:
    return f"{code_digest()} {bucket.key} {bucket.checksum}"


def _beside_modules() -> Path:
    return Path(cache_from_source(str(PACKAGE / "rendering" / "templates" / "mal.py"))).parent
