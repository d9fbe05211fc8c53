"""How passwords are kept."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class DeskPasswordHasher(Argon2PasswordHasher):
    """Argon2id with the costs that OWASP's Password Storage Cheat Sheet gives.

    Django's own take 100 MiB and half a second of a processor for each attempt, which makes the
    sign-in a way to stop the desk. A password that is kept with those is still valid, and is kept
    with these the next time it is used.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
