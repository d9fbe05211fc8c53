"""The same texts as a site of MkDocs with Material as it comes: what our pages are compared with.

Its Markdown is that of the built site (the file ``index.md`` beside each page).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.measurement import environment

_CONFIGURATION = """\
site_name: Retningslinje for skolefravær
site_url: https://example.org/
docs_dir: content
theme:
  name: material
  language: nb
  font: false
  features: [navigation.indexes, navigation.prune]
plugins: [search]
markdown_extensions: [tables, attr_list]
validation: {absolute_links: ignore, unrecognized_links: ignore, anchors: ignore}
"""


def build_plain_material(site: Path, folder: Path) -> Path:
    """Build the peer of ``site`` in ``folder``, whose old content is removed; return its site.

    Raises:
        subprocess.CalledProcessError: MkDocs did not succeed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for twin in site.rglob("index.md"):
        copy = folder / "content" / twin.relative_to(site)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(twin, copy)
    (folder / "mkdocs.yml").write_text(_CONFIGURATION, encoding="utf-8", newline="\n")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site"]
    subprocess.run(command, cwd=folder, env=environment(), check=True)
    return folder / "site"
