"""``python -m rettesnor_editor``: the desk on loopback, until it is stopped."""

from __future__ import annotations

import os

import waitress

from rettesnor_editor.wsgi import application

waitress.serve(
    application, host="127.0.0.1", port=int(os.environ["EDITOR_PORT"]), threads=6, ident=None
)
