"""``rettesnor migrate``: carry a guideline's files over to the newest version of the schemas."""

from __future__ import annotations

import argparse
from difflib import unified_diff

from rettesnor.cli import common
from rettesnor.cli.arguments import examples
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.publishing.tools.migrate import apply, plan


def add_parser(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], shared: argparse.ArgumentParser
) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "migrate", parents=[shared],
        help="før filene over til den nyeste utgaven av skjemaet",
        description="Skriver det eldre filer lot være usagt, inn i guideline/guideline.yml og i "
        "oversettelsene av den. Kommentarer og oppsett blir stående, og utgavene i changelog/ "
        "blir ikke rørt. Enten blir alle filene skrevet, eller ingen.",
        epilog=examples(
            ("rettesnor migrate --dry-run", "vis hva som blir endret, uten å skrive noe"),
            ("rettesnor migrate", "før filene over"),
        ),
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="vis hva som blir endret, uten å skrive noe"
    )


def run(options: argparse.Namespace) -> int:
    """Show what changes, and write it; return 0.

    Raises:
        UsageError: a file cannot be carried over.
    """
    root = common.root(options)
    try:
        files = plan(root)
        for file in files:
            lines = unified_diff(
                file.old.splitlines(), file.new.splitlines(), file.path, file.path, lineterm="", n=1
            )
            print("\n".join(lines))
        if not files:
            print("Filene er skrevet for den nyeste utgaven av skjemaet.")
        elif options.dry_run:
            print("Ingenting er skrevet. Før filene over: rettesnor migrate")
        else:
            apply(root, files)
            count = "1 fil er ført over" if len(files) == 1 else f"{len(files)} filer er ført over"
            print(f"{count}. Se over endringene, og kjør «rettesnor check».")
    except ToolError as error:
        raise common.UsageError(str(error)) from error
    return 0
