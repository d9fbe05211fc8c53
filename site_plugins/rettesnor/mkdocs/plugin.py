"""The MkDocs plugin: ``mkdocs build`` and ``mkdocs serve`` give what ``rettesnor`` gives."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files

from rettesnor.mkdocs.layout import THEME, cut_frames, frame_files
from rettesnor.publishing.options import STATE, BuildOptions, Theme
from rettesnor.publishing.output.layout import LayoutError, text_slot
from rettesnor.publishing.output.target_dir import TargetDirError
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.preview.build import preview
from rettesnor.publishing.preview.last_valid import LastValidTexts
from rettesnor.publishing.workers.pool import WorkerPoolError
from rettesnor.publishing.workers.worker import StaleError
from rettesnor.reading.content import site_settings
from rettesnor.reading.files.os_errors import sentence
from rettesnor.system import processors, today

log = get_plugin_logger("rettesnor")


class RettesnorPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Puts the guideline into the frame that MkDocs and its theme make.

    Attributes:
        dressing: set after a build that was asked for the frame alone.
    """

    frame_only = False
    dressing: Theme | None = None
    _site = Path()
    _serving = False

    def on_startup(
        self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool
    ) -> None:
        """Remember whether this is a preview, which is to show problems instead of dying."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Let MkDocs build the frame aside, with our templates before the theme's."""
        config.theme.dirs.insert(0, str(THEME))
        if not self.frame_only:
            self._site = Path(config.site_dir).resolve()
            config.site_dir = str(root_of(config) / STATE / f"frame-{os.getpid()}")
        config.extra["rettesnor_preview"] = self._serving
        return config

    def on_env(
        self, env: Environment, *, config: MkDocsConfig, files: Files
    ) -> Environment:
        """Let ``_`` leave the place of a text: frames are the same but for it in any language."""
        env.globals["_"] = text_slot
        return env

    @event_priority(-100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Give MkDocs one empty page for each frame instead of the content."""
        return frame_files(files, config)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Cut the frames, and publish the guideline in them."""
        folder = Path(config.site_dir)
        dressing = cut_frames(folder, config)
        if self.frame_only:
            self.dressing = dressing
            return
        try:
            self._publish(config, dressing)
        finally:
            config.site_dir = str(self._site)
            shutil.rmtree(folder, ignore_errors=True)

    def _publish(self, config: MkDocsConfig, dressing: Theme) -> None:
        order = BuildOptions(
            root_of(config), self._site, today(), processors(),
            tolerant=self._serving, state="-preview" if self._serving else "",
            last_sound=_last_sound(root_of(config)) if self._serving else None,
        )
        try:
            outcome = (preview if self._serving else build)(order, lambda _: dressing)
        except (TargetDirError, WorkerPoolError) as error:
            raise Abort(str(error)) from error
        except StaleError as error:
            raise Abort(f"Filene endrer seg hele tiden («{error}»). Prøv igjen.") from error
        except OSError as error:
            raise Abort(sentence(error)) from error
        for problem in outcome.survey.problems:
            log.info(str(problem))
        for fault in outcome.faults:
            log.error(fault)
        if not outcome.pages and not self._serving:
            raise Abort("Retningslinja har feil og ble ikke publisert.")
        log.info(f"{outcome.pages} sider, {outcome.rendered} laget på nytt.")


@cache
def _last_sound(root: Path) -> LastValidTexts:
    """Return what remembers sound texts: MkDocs makes a new plugin for every build."""
    return LastValidTexts()


def root_of(config: MkDocsConfig) -> Path:
    """Return the guideline's folder: where ``mkdocs.yml`` lies."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def make_frame(root: Path, folder: Path, *, preview: bool, site_url: str | None = None) -> Theme:
    """Return the dressing by ``root/mkdocs.yml``, with its assets in ``folder``.

    Raises:
        ShellError: the configuration or a template is wrong.
    """
    import logging

    from mkdocs.commands.build import build as build_frame
    from mkdocs.config import load_config

    found = site_settings.problems(root)
    if found:  # before MkDocs reads it: its reader runs what tags ask for
        raise LayoutError(str(found[0]))
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    extra: dict[str, Any] = {} if site_url is None else {"site_url": site_url}
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), **extra)
        plugin = next(p for p in config.plugins.values() if isinstance(p, RettesnorPlugin))
        plugin.frame_only, plugin._serving = True, preview
        build_frame(config)
    except (MkDocsException, StopIteration) as error:
        raise LayoutError(f"«mkdocs.yml» kan ikke brukes: {error}") from error
    assert plugin.dressing is not None
    return plugin.dressing
