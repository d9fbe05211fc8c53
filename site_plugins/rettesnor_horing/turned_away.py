"""What is said to a request that has waited too long, by whichever server."""

from __future__ import annotations

LONGEST_WAIT = 5.0
"""Seconds in the queue, after which a sender is asked to come back."""
RETRY_AFTER = "60"
_TEXT = (
    "<!doctype html><html lang=nb><meta charset=utf-8><title>Stor pågang</title>"
    "<h1>Det er svært stor pågang</h1><p>Vi rekker ikke å ta imot dette nå, og ingenting er "
    "bekreftet mottatt. Gå tilbake i nettleseren: teksten står der du skrev den. Prøv igjen om et "
    "minutt: det samme svaret blir bare lagret én gang."
)
BODY = _TEXT.encode()
