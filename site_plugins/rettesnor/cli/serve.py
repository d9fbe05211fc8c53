"""``rettesnor serve``."""

from __future__ import annotations

import argparse
import errno
import gc
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.ports import end_by_signal, ensure_free, taken
from rettesnor.cli.problems import print_problems
from rettesnor.model.catalogue import FILE, GUIDELINES
from rettesnor.publishing.catalogue.guideline_sites import Previews
from rettesnor.publishing.options import BuildOptions
from rettesnor.publishing.output.layout import LayoutError
from rettesnor.publishing.preview.build import preview
from rettesnor.publishing.preview.last_valid import LastValidTexts
from rettesnor.reading.files.os_errors import sentence
from rettesnor.reading.project import ChangedError

WATCHED = ("guideline", "recommendations", "changelog", "schema", "mkdocs.yml")


def run(options: argparse.Namespace) -> int:
    """Serve the site on loopback and rebuild it at each change; return the exit status."""
    from rettesnor.publishing.preview.server import serve

    gc.freeze()
    catalogue = common.catalogue(options)
    root = catalogue or common.root(options)
    watched = _watched(catalogue) if catalogue else WATCHED
    ensure_free(options.port, "serve")
    end_by_signal()
    with tempfile.TemporaryDirectory(prefix="rettesnor-", ignore_cleanup_errors=True) as folder:
        site = Path(folder) / "site"
        address = f"http://127.0.0.1:{options.port}/"
        last_sound = LastValidTexts()
        previews: Previews = {}

        def rebuild() -> None:
            started = time.perf_counter()
            wanted = BuildOptions(
                root, site, common.day(options), common.jobs(options), tolerant=True,
                state="-preview", last_sound=None if catalogue else last_sound,
            )
            if catalogue:
                _rebuild_catalogue(wanted, address, options.theme or "", previews, started)
                return
            result = preview(
                wanted, lambda _: common.theme(
                    root, preview=True, site_url=address, name=options.theme or ""
                )
            )
            print_problems(result.survey, root, "people", stream=sys.stderr)
            common.print_faults(result.faults)
            took = time.perf_counter() - started
            print(f"{result.pages} sider ({result.rendered} laget på nytt) på {took:.2f} s")

        def rebuild_or_print_error() -> None:
            try:
                rebuild()
            except (common.UsageError, ChangedError) as error:
                print(f"rettesnor: {error}", file=sys.stderr)
            except OSError as error:
                print(f"rettesnor: {sentence(error)}", file=sys.stderr)
            except Exception as error:
                common.report(error, root)

        rebuild()
        print(f"Se nettstedet på {address} (avslutt med Ctrl+C)")
        with suppress(KeyboardInterrupt):
            try:
                serve(site, root, watched, options.port, rebuild_or_print_error)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                raise taken(options.port, "serve") from error  # taken after the first check
    return 0


def _watched(catalogue: Path) -> list[str]:
    """Return what is watched in a catalogue: its own files, and the folders of its guidelines.

    Not all of ``guidelines/``: builds write their cache there.
    """
    return [FILE, "mkdocs.yml", "guideline", *(
        f"{GUIDELINES}/{id_}/{name}" for id_ in common.guidelines(catalogue) for name in WATCHED
    )]


def _rebuild_catalogue(
    wanted: BuildOptions, address: str, theme: str, previews: Previews, started: float
) -> None:
    from rettesnor.publishing.catalogue.build import build_catalogue

    try:
        result = build_catalogue(wanted, site_url=address, theme=theme, previews=previews)
    except LayoutError as error:
        raise common.UsageError(str(error)) from error
    print_problems(result, wanted.root, "people", stream=sys.stderr)
    common.print_faults(result.faults)
    took = time.perf_counter() - started
    print(
        f"{result.guidelines} retningslinjer ({len(result.built)} bygd på nytt), "
        f"{result.pages} sider på {took:.2f} s"
    )
