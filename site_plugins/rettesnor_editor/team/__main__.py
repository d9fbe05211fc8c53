"""``python -m rettesnor_editor.team PORT``: the team's desk on loopback, until it is stopped.

Behind a proxy, ``rettesnor_editor.team.wsgi`` is what a WSGI server runs.
"""

from __future__ import annotations

import sys

import waitress

from rettesnor_editor.team.wsgi import application

waitress.serve(application, host="127.0.0.1", port=int(sys.argv[1]), threads=8, ident=None)
