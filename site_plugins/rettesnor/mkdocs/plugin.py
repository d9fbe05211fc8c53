"""The MkDocs plugin: ``mkdocs build`` and ``mkdocs serve`` give what ``rettesnor`` gives."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Literal

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files

from rettesnor.publishing.options import BuildOptions, Theme
from rettesnor.publishing.output.layout import LayoutError
from rettesnor.publishing.output.target_dir import TargetDirError
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.preview.build import preview
from rettesnor.publishing.preview.last_valid import LastValidTexts
from rettesnor.publishing.theme import make_theme
from rettesnor.publishing.workers.pool import WorkerPoolError
from rettesnor.reading.content.site_settings import (
    Script,
    SettingsError,
    SiteSettings,
    read_settings,
)
from rettesnor.reading.files.os_errors import sentence
from rettesnor.reading.project import ChangedError
from rettesnor.system import processors, today

log = get_plugin_logger("rettesnor")


class RettesnorPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
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
        try:
            theme = _theme_of(config, preview=self._serving)
            result = (preview if self._serving else build)(options, lambda _: theme)
        except (TargetDirError, WorkerPoolError, LayoutError, SettingsError) as error:
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


@cache
def _last_sound(root: Path) -> LastValidTexts:
    """Return what remembers sound texts: MkDocs makes a new plugin for every build."""
    return LastValidTexts()


def _root_of(config: MkDocsConfig) -> Path:
    """Return the guideline's folder: the one of ``mkdocs.yml``."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def _theme_of(config: MkDocsConfig, *, preview: bool) -> Theme:
    """Return our theme with the settings that MkDocs has read, or that its command line gave."""
    scripts = tuple(
        Script(one.path, one.type, one.defer, one.async_) if isinstance(one, ExtraScriptValue)
        else Script(one) for one in config.extra_javascript
    )
    url, custom = config.site_url or "", config.theme.custom_dir
    written = read_settings(_root_of(config), os.environ)
    # MkDocs names a theme of its own when the file names none; we then take ours.
    named = config.theme.name if written.theme or config.theme.name != "mkdocs" else ""
    settings = SiteSettings(
        url, theme=named or "", theme_options=written.theme_options,
        extra_css=tuple(config.extra_css), extra_javascript=scripts,
    )
    return make_theme(settings, Path(custom) if custom else None, preview=preview, site_url=url)
