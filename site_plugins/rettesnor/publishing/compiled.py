"""Keeping the compiled templates between runs."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from rettesnor.publishing.store import Store, code_digest


class CompiledTemplates(BytecodeCache):
    """The compiled templates in a store, which checks each before it is believed.

    Args:
        code: the language of their fixed texts, which are part of what is compiled.
    """

    def __init__(self, store: Store, code: str) -> None:
        self._store, self._language = store, code

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket`` when what it asks for was kept."""
        data = self._store.load(self._name(bucket), _key(bucket))
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what ``bucket`` holds."""
        self._store.save(self._name(bucket), _key(bucket), bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        return f"mal-{self._language}-{bucket.key[:12]}"


def _key(bucket: Bucket) -> str:
    return f"{code_digest()} {bucket.key} {bucket.checksum}"
