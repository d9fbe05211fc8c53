"""The MkDocs plugin: ``mkdocs build`` and ``mkdocs serve`` give what ``rettesnor`` gives."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Literal

from mkdocs.config.base import Config
from mkdocs.config.config_options import Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files

from rettesnor.publishing.catalogue.build import DamagedError, build_catalogue
from rettesnor.publishing.options import BuildOptions, Theme
from rettesnor.publishing.output.layout import LayoutError
from rettesnor.publishing.output.target_dir import TargetDirError
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.preview.build import preview
from rettesnor.publishing.preview.last_valid import LastValidTexts
from rettesnor.publishing.theme import load_theme
from rettesnor.publishing.workers.pool import WorkerPoolError
from rettesnor.reading.content.catalogue import is_catalogue
from rettesnor.reading.content.site_settings import THEMES
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.files.os_errors import sentence
from rettesnor.reading.project import ChangedError
from rettesnor.system import processors, today

log = get_plugin_logger("rettesnor")


class Settings(Config):  # type: ignore[no-untyped-call]
    """What MkDocs lets stand below the plugin in ``mkdocs.yml``; ``load_theme`` reads it there."""

    look = Optional(Type(dict))
    save_offline = Type(bool, default=True)
    lovdata = Type(str, default="")


class RettesnorPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Builds the guideline's site when MkDocs has read its configuration.

    MkDocs itself builds nothing: it is given no pages, no theme templates, and an empty folder.
    """

    _site = Path()
    _aside: tempfile.TemporaryDirectory[str] | None = None
    _serving = False

    def on_startup(
        self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool
    ) -> None:
        """Remember whether this is a preview, which shows problems instead of stopping."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Keep MkDocs away from the site that stands: it empties the folder that it builds in."""
        self._site = Path(config.site_dir).resolve()
        self._aside = tempfile.TemporaryDirectory(prefix="rettesnor-", ignore_cleanup_errors=True)
        config.site_dir = self._aside.name
        config.theme.static_templates.clear()
        return config

    @event_priority(-100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Give MkDocs nothing to build."""
        return Files([])

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Publish the guideline."""
        try:
            self._publish(config)
        finally:
            config.site_dir = str(self._site)
            if self._aside:
                self._aside.cleanup()

    def _publish(self, config: MkDocsConfig) -> None:
        root = _root_of(config)
        options = BuildOptions(
            root, self._site, today(), processors(), tolerant=self._serving,
            state="-preview" if self._serving else "",
            last_sound=_last_sound(root) if self._serving else None,
        )
        if is_catalogue(DiskFolder(root)):
            self._publish_catalogue(options, config)
            return
        try:
            theme = _theme_of(config, preview=self._serving)
            result = (preview if self._serving else build)(options, lambda _: theme)
        except (TargetDirError, WorkerPoolError, LayoutError) as error:
            raise Abort(str(error)) from error
        except ChangedError as error:
            raise Abort(f"Filene endrer seg hele tiden («{error}»). Prøv igjen.") from error
        except OSError as error:
            raise Abort(sentence(error)) from error
        for problem in result.survey.problems:
            log.info(str(problem))
        for fault in result.faults:
            log.error(fault)
        if not result.pages and not self._serving:
            raise Abort("Retningslinja har feil og ble ikke publisert.")
        log.info(f"{result.pages} sider, {result.rendered} laget på nytt.")

    def _publish_catalogue(self, options: BuildOptions, config: MkDocsConfig) -> None:
        """Publish a catalogue of guidelines.

        Not while serving: MkDocs watches all of ``docs_dir``, where builds keep their cache.
        """
        if self._serving:
            raise Abort("«mkdocs serve» virker ikke for en katalog. Bruk «rettesnor serve».")
        try:
            result = build_catalogue(options, site_url=config.site_url or "")
        except (
            TargetDirError, WorkerPoolError, LayoutError, DamagedError
        ) as error:
            raise Abort(str(error)) from error
        except OSError as error:
            raise Abort(sentence(error)) from error
        for problem in result.problems:
            log.info(str(problem))
        for fault in result.faults:
            log.error(fault)
        if not result.pages:
            raise Abort("Katalogen har feil og ble ikke publisert.")
        log.info(f"{result.pages} sider, {result.rendered} laget på nytt.")


@cache
def _last_sound(root: Path) -> LastValidTexts:
    """Return what remembers sound texts: MkDocs makes a new plugin for every build."""
    return LastValidTexts()


def _root_of(config: MkDocsConfig) -> Path:
    """Return the guideline's folder: the one of ``mkdocs.yml``."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def _theme_of(config: MkDocsConfig, *, preview: bool) -> Theme:
    """Return the theme by ``mkdocs.yml``, with the address and theme of MkDocs' command line.

    Raises:
        LayoutError: the configuration cannot be used.
    """
    return load_theme(
        _root_of(config), preview=preview, site_url=config.site_url or "",
        name=config.theme.name or "" if config.theme.name in THEMES else "",
    )
