"""Gunicorn's settings: ``gunicorn -c python:rettesnor_horing.server rettesnor_horing.wsgi``.

No access log, and errors only: gunicorn's warnings hold the sender's address.
"""

from __future__ import annotations

import os

bind = os.environ.get("HORING_BIND", "127.0.0.1:8001")
workers = int(os.environ.get("HORING_WORKERS", "2"))
threads = int(os.environ.get("HORING_THREADS", "4"))
worker_class = "rettesnor_horing.loadshedding.SheddingWorker"
timeout = 30
graceful_timeout = 20
keepalive = 5
loglevel = "error"
accesslog = None
limit_request_line = 8190
proc_name = "rettesnor-horing"
