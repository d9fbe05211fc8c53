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
from rettesnor.publishing.options import BuildOptions
from rettesnor.publishing.preview.build import preview
from rettesnor.publishing.preview.last_valid import LastValidTexts
from rettesnor.reading.files.os_errors import sentence
from rettesnor.reading.project import ChangedError

WATCHED = ("guideline", "recommendations", "changelog", "schema", "mkdocs.yml")


def run(options: argparse.Namespace) -> int:
    """Serve the site on loopback and rebuild it at each change; return the exit status."""
    from rettesnor.publishing.preview.server import serve

    gc.freeze()
    root = common.root(options)
    ensure_free(options.port, "serve")
    end_by_signal()
    with tempfile.TemporaryDirectory(prefix="rettesnor-", ignore_cleanup_errors=True) as folder:
        site = Path(folder) / "site"
        address = f"http://127.0.0.1:{options.port}/"
        last_sound = LastValidTexts()

        def rebuild() -> None:
            started = time.perf_counter()
            wanted = BuildOptions(
                root, site, common.day(options), common.jobs(options), tolerant=True,
                state="-preview", last_sound=last_sound,
            )
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
                serve(site, root, WATCHED, options.port, rebuild_or_print_error)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                raise taken(options.port, "serve") from error  # taken after the first check
    return 0
