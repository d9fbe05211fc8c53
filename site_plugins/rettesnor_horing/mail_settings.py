"""Whether this desk sends e-mail: nobody is promised a receipt that does not come."""

from __future__ import annotations

from django.conf import settings


def sends_mail() -> bool:
    """Whether an address to send mail by is configured."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")
