"""Nothing outside ``rettesnor/platform/`` needs one operating system.

Read from the source, so that it also finds what no test happens to run.
"""

from __future__ import annotations

import ast
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PLUGINS = Path(__file__).resolve().parents[2] / "site_plugins"
PLATFORM = PLUGINS / "rettesnor" / "platform"
SOURCES = sorted(PLUGINS.rglob("*.py"))
MODULES = {
    "_curses", "_posixsubprocess", "crypt", "ctypes", "curses", "fcntl", "grp", "nis", "posix",
    "pty", "pwd", "readline", "resource", "spwd", "syslog", "termios", "tty", "msvcrt", "winreg",
    "winsound", "_winapi", "nt",
}
"""Modules that one system alone has; and ``ctypes``, by which one calls a system."""
OS_NAMES = {
    "O_CLOEXEC", "O_DIRECTORY", "O_DSYNC", "O_NOATIME", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK",
    "O_PATH", "O_SYNC", "O_TMPFILE", "chown", "chroot", "confstr", "copy_file_range", "ctermid",
    "eventfd", "fchdir", "fchmod", "fchown", "fdatasync", "fork", "forkpty", "fpathconf",
    "fstatvfs", "getegid", "geteuid", "getgid", "getgroups", "getloadavg", "getpgid", "getpgrp",
    "getpriority", "getresgid", "getresuid", "getsid", "getuid", "getxattr", "initgroups",
    "killpg", "lchown", "link", "listxattr", "lockf", "major", "makedev", "memfd_create", "minor",
    "mkfifo", "mknod", "nice", "openpty", "pathconf", "pidfd_open", "pipe2", "posix_fadvise",
    "posix_fallocate", "posix_openpt", "posix_spawn", "posix_spawnp", "pread", "preadv", "pwrite",
    "pwritev", "readlink", "readv", "register_at_fork", "removexattr", "rename", "renames",
    "replace", "sched_getaffinity", "sched_setaffinity", "sched_yield", "sendfile", "setegid",
    "seteuid", "setgid", "setgroups", "setpgid", "setpriority", "setregid", "setresuid",
    "setreuid", "setsid", "setuid", "setxattr", "splice", "startfile", "statvfs", "symlink",
    "sync", "sysconf", "tcgetpgrp", "tcsetpgrp", "ttyname", "uname", "unshare", "wait", "wait3",
    "wait4", "waitid", "waitpid", "writev",
}
"""Names of ``os`` that Windows lacks, or that do something else there (a rename, a link)."""
SIGNALS = {name for name in dir(signal) if name.startswith("SIG")} - {
    "SIG_DFL", "SIG_IGN", "SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM",
}
OTHERS = {
    ("signal", "alarm"), ("signal", "setitimer"), ("signal", "pause"), ("signal", "siginterrupt"),
    ("signal", "pthread_sigmask"), ("signal", "pthread_kill"), ("signal", "sigwait"),
    ("socket", "AF_UNIX"), ("socket", "SO_REUSEADDR"), ("socket", "SO_REUSEPORT"),
    ("time", "tzset"), ("time", "clock_gettime"), ("time", "pthread_getcpuclockid"),
}
PATH_METHODS = {"rename", "hardlink_to", "symlink_to", "readlink", "owner", "group", "lchmod"}
"""Methods of ``Path``; its ``replace`` cannot be told from that of a string."""


def wrong_in(source: str) -> Iterator[str]:
    """Yield what ``source`` names that not every system has, with its line."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imports(node)
        elif isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if (owner == "os" and node.attr in OS_NAMES) or (owner, node.attr) in OTHERS or (
                owner == "signal" and node.attr in SIGNALS
            ):
                yield f"{node.lineno}: {owner}.{node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.startswith(("/tmp", "/dev/", "/var/", "/etc/", "/proc/", "/usr/")):
                yield f"{node.lineno}: {node.value}"
        elif isinstance(node, ast.Call):
            yield from _calls(node)


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
    for name in [module] if module else [alias.name for alias in node.names]:
        if name.split(".")[0] in MODULES:
            yield f"{node.lineno}: import {name}"
    known = {"os": OS_NAMES, "signal": SIGNALS}.get(module, set())
    for alias in node.names:
        if alias.name in known or (module, alias.name) in OTHERS:
            yield f"{node.lineno}: from {module} import {alias.name}"


def _calls(node: ast.Call) -> Iterator[str]:
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    owner = function.value if isinstance(function, ast.Attribute) else None
    owned = owner.id if isinstance(owner, ast.Name) else ""
    given = {keyword.arg for keyword in node.keywords}
    if name in PATH_METHODS and owner is not None and owned not in ("SYSTEM", "os") and (
        len(node.args) <= 1  # a function of ours with that name takes more
    ):
        yield f"{node.lineno}: .{name}()"
    if name == "Popen" and "preexec_fn" in given:
        yield f"{node.lineno}: preexec_fn"
    if name in ("read_text", "write_text") and not ("encoding" in given or _named(node, name)):
        yield f"{node.lineno}: {name} without an encoding"
    if name == "write_text" and "newline" not in given:
        yield f"{node.lineno}: write_text without newline"
    ours = owner is None or owned in ("os", "path")  # others open addresses, pictures …
    if name in ("open", "fdopen") and ours and not _is_descriptor(node, owned):
        mode = next((k.value for k in node.keywords if k.arg == "mode"), None)
        if mode is None and len(node.args) > 1:
            mode = node.args[1]
        text = mode.value if isinstance(mode, ast.Constant) else "r"
        if isinstance(text, str) and "b" not in text:
            if "encoding" not in given:
                yield f"{node.lineno}: open without an encoding"
            if set(text) & set("wx+") and "newline" not in given:
                yield f"{node.lineno}: open to write without newline"


def _is_descriptor(node: ast.Call, owned: str) -> bool:
    """Whether it is ``os.open``, which has flags instead of a mode."""
    return owned == "os" and isinstance(node.func, ast.Attribute) and node.func.attr == "open"


def _named(node: ast.Call, name: str) -> bool:
    """Whether the encoding is given by its place."""
    return len(node.args) > (0 if name == "read_text" else 1)


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if not path.is_relative_to(PLATFORM)],
    ids=lambda path: path.relative_to(PLUGINS).as_posix(),
)
def test_it_runs_on_every_system(path: Path) -> None:
    assert [*wrong_in(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("line", [
    "os.fork()", "import fcntl", "from os import link", "os.O_DIRECTORY", "os.sync()",
    "ctypes.CDLL(None)\nimport ctypes", "signal.SIGALRM", "from signal import SIGKILL",
    "os.getuid()", "os.rename(a, b)", "os.replace(a, b)", "path.rename(b)", "open(path)",
    "open(path, 'w', encoding='utf-8')", "path.write_text(text, encoding='utf-8')",
    "path.read_text()", "Path('/tmp') / 'x'", "Popen([], preexec_fn=f)", "socket.AF_UNIX",
    "probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)",
])
def test_it_is_found(line: str) -> None:
    assert [*wrong_in(line)]


@pytest.mark.parametrize("line", [
    "os.path.join(a, b)", "SYSTEM.rename(a, b)", "text.replace(a, b)", "open(path, 'rb')",
    "open(path, 'x', encoding='utf-8', newline='\\n')", "signal.SIGTERM", "os.fsync(1)",
    "path.read_text('utf-8')", "os.open(path, os.O_RDONLY)", "pikepdf.open(data)",
])
def test_the_rest_is_not(line: str) -> None:
    assert [*wrong_in(line)] == []


def test_the_platform_package_is_where_it_is_said_to_be() -> None:
    assert [*wrong_in((PLATFORM / "posix.py").read_text(encoding="utf-8"))]
    assert len(SOURCES) > 200


@pytest.mark.skipif(sys.platform != "linux", reason="compares with what Linux has")
def test_the_list_has_what_the_imitation_takes_away() -> None:
    """Whatever of ``os`` the imitation of Windows deletes is refused here too."""
    from tests.support.without_posix import GONE

    assert GONE - {"getppid"} <= OS_NAMES


def test_types_hold_on_every_system() -> None:
    """mypy is told of another system in ``make lint``; see that it is."""
    makefile = (PLUGINS.parent / "Makefile").read_text(encoding="utf-8")
    (lint,) = re.findall(r"^lint:.*\n(?:\t.*\n)+", makefile, re.M)
    assert " types types-win32 types-darwin" in lint and "--platform $*" in makefile
