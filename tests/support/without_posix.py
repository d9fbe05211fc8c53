"""Take away from a Python on Linux or macOS what Windows does not have.

What differs and can be imitated: missing functions and modules, folders that cannot be opened, no
links, no rename onto an existing name, no rename or removal of what this process has open. Not
imitated: the backslash, drives, line ends, case, reserved names, real locks.
"""

from __future__ import annotations

import builtins
import errno
import multiprocessing
import os
import shutil
import signal
import stat
import sys
import tempfile
from collections.abc import Callable
from typing import Any

GONE = {
    "O_CLOEXEC", "O_DIRECTORY", "O_DSYNC", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC",
    "chown", "chroot", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid",
    "getgroups", "getloadavg", "getpgid", "getpgrp", "getpriority", "getsid", "getuid", "killpg",
    "lchown", "lockf", "mkfifo", "mknod", "nice", "openpty", "pathconf", "posix_spawn",
    "posix_spawnp", "pread", "pwrite", "sched_getaffinity", "sched_yield", "sendfile", "setsid",
    "setuid", "statvfs", "sync", "sysconf", "ttyname", "uname", "writev",
}
"""Names that are removed from ``os``."""
_MODULES = ("fcntl", "grp", "pwd", "resource", "syslog", "termios", "tty", "pty")


def take_away() -> None:
    """Do so in this process; a process that it starts calls this again."""
    multiprocessing.set_start_method("spawn", force=True)
    for name in GONE:
        if hasattr(os, name):
            delattr(os, name)
    for name in _MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    for name in ("SIGALRM", "SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2"):
        delattr(signal, name)
    for name in ("link", "symlink"):
        setattr(os, name, _refused)
    os.open = _no_folder(os.open)  # type: ignore[assignment]
    builtins.open = _no_folder(builtins.open)
    real = os.rename
    os.rename = _unless_open(_unless_there(real))  # type: ignore[assignment]
    for name in ("replace", "unlink", "remove", "rmdir"):
        setattr(os, name, _unless_open(getattr(os, name)))
    for name in ("_use_fd_functions", "_USE_CP_SENDFILE"):  # what it found out when it was loaded
        setattr(shutil, name, False)
    tempfile.TemporaryFile = tempfile.NamedTemporaryFile  # type: ignore[assignment,misc]


def _refused(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def _no_folder(real: Callable[..., Any]) -> Callable[..., Any]:
    def opened(path: Any, *arguments: Any, **named: Any) -> Any:
        if not isinstance(path, int) and os.path.isdir(path):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
        return real(path, *arguments, **named)

    return opened


def _unless_there(real: Callable[..., Any]) -> Callable[..., Any]:
    def renamed(source: Any, target: Any) -> Any:
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(target))
        return real(source, target)

    return renamed


def _unless_open(real: Callable[..., Any]) -> Callable[..., Any]:
    def done(*paths: Any, **named: Any) -> Any:
        for path in paths:
            _ensure_closed(path)
        return real(*paths, **named)

    return done


def _ensure_closed(path: Any) -> None:
    """Raise when this process has ``path``, or a file or folder in it, open."""
    try:
        status = os.lstat(path)
        numbers = os.listdir("/proc/self/fd")
    except OSError:
        return  # not there, or no Linux
    whole = os.path.realpath(path)
    places = [f"/proc/self/fd/{number}" for number in numbers]
    if stat.S_ISDIR(status.st_mode):
        places.append("/proc/self/cwd")
    for place in places:
        try:
            held = os.readlink(place)
        except OSError:
            continue
        if held == whole or held.startswith(f"{whole}/"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
