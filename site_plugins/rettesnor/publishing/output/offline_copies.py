"""What a reader may save for reading without a network: the worker, the web manifest, the list.

``docs/offline.md`` says how they work together. ``uten-nett.json`` names the files to save, each
with a digest, and holds the texts that the worker and its script show.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from posixpath import join, normpath

from rettesnor.model.pages import page_address
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.output.page_file import path_of
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.overviews import acting_url, phase_url
from rettesnor.rendering.scripts import said

WORKER = "sw.js"
MANIFEST = "site.webmanifest"
LIST = "uten-nett.json"
_WORKERS = Path(__file__).resolve().parents[2] / "rendering" / "service_worker"
_SCRIPT = "assets/rettesnor/offline.js"
_USED = re.compile(r'\b(?:href|src)="([^"?#:]+\.(?:css|js|svg|png|jpe?g|webp|woff2))"')
_USED_BY_CSS = re.compile(r"""url\(["']?([^"'()?#:]+)["']?\)""")


def worker(*, saves: bool) -> bytes:
    """Return the site's service worker.

    Args:
        saves: whether pages may be saved. If not, the worker removes what was saved before that
            was decided: a site without any worker would leave it with the readers for ever.
    """
    return (_WORKERS / ("sw.js" if saves else "remove.js")).read_bytes()


def manifest(context: Context, shell: PageLayout) -> bytes:
    """Return the web application manifest; its addresses are relative, so any folder will do."""
    icon = {"src": shell.header.icon, "type": shell.header.icon_type}
    if shell.header.icon_type == "image/svg+xml":
        icon["sizes"] = "any"
    data = {
        "name": context.guideline.tittel, "short_name": context.guideline.korttittel,
        "lang": context.language, "dir": "ltr", "id": "./", "start_url": "./", "scope": "./",
        "display": "minimal-ui", "icons": [icon],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def pages_to_save(trees: Iterable[Context], urls: Iterable[str]) -> list[str]:
    """Return those of ``urls`` that are saved: what a reader needs to follow the guideline.

    Front page, chapters, recommendations, phases, prose pages and glossary, in each language.
    """
    chosen: set[str] = set()
    for tree in trees:
        guideline = tree.guideline
        chosen |= {
            f"{tree.prefix}{url}" for url in (
                "", page_address("ordliste"), page_address("faser"),
                *(head.url for head in tree.heads.values()),
                *(f"{chapter.id}/" for chapter in guideline.kapitler),
                *(f"{page}/" for page in guideline.sider),
                *(phase_url(tree, phase.id) for phase in guideline.faser),
                *(
                    acting_url(tree, role, phase)
                    for phase in guideline.faser for role in guideline.roller
                ),
            )
        }
    return sorted(chosen.intersection(urls))


def write_list(site: Path, trees: Sequence[Context], urls: Iterable[str]) -> str:
    """Write the list of what may be saved into ``site``; return its path.

    Args:
        trees: what applies, in each language; the guideline's own first.
        urls: the pages of the site.
    """
    files: dict[str, str] = {}
    size = 0
    waiting = [path_of(url) for url in pages_to_save(trees, urls)]
    addresses = {path: path.removesuffix("index.html") for path in waiting}
    waiting.append(_SCRIPT)
    while waiting:
        path = waiting.pop()
        address = addresses.get(path, path)
        if address in files or not (site / path).is_file():
            continue
        data = (site / path).read_bytes()
        files[address] = hashlib.sha256(data).hexdigest()[:16]
        size += len(data)
        waiting += _used(path, data)
    texts = {tree.language: said("offline", tree.language) for tree in trees}
    content = {"bytes": size, "files": dict(sorted(files.items())), "texts": texts}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    (site / LIST).write_bytes(
        json.dumps({"id": digest, **content}, ensure_ascii=False).encode()
    )
    return LIST


def _used(path: str, data: bytes) -> Iterator[str]:
    """Yield the files that the page or style sheet at ``path`` shows."""
    pattern = {"html": _USED, "css": _USED_BY_CSS}.get(path.rpartition(".")[2])
    if pattern is None:
        return
    folder = path.rpartition("/")[0]
    for name in set(pattern.findall(data.decode())):
        found = normpath(join(folder, name))
        if not found.startswith(("..", "/")):
            yield found
