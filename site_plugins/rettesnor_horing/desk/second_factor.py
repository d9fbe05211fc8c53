"""The second factor: one-time codes from an app (RFC 6238), and recovery codes on paper.

OWASP ASVS 4.0.3, 2.6 and 2.8. A code is used once, and wrong ones make the next wait longer
(django-otp). Recovery codes are kept as keyed digests: nobody reads them in the database.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import devices_for_user, login, verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from rettesnor_horing import clock
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.words import say

RECOVERY_CODES = 10
_CODE_BYTES = 10
_KEPT = 16
"""Base32 characters of the digest: 80 bits, all that django-otp's field has room for."""


def satisfied(request: HttpRequest) -> bool:
    """Whether the one who has given a password has also given what else is asked of them."""
    user: Any = request.user
    if user.is_verified():
        return True
    return not settings.HORING_SECOND_FACTOR and not has_device(user)


def has_device(user: User) -> bool:
    """Whether ``user`` has set up one-time codes."""
    return any(True for _ in devices_for_user(user))


def forget(user: User) -> None:
    """Remove the codes of ``user``, who then sets up new ones at the next sign-in."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def next_step(request: HttpRequest) -> HttpResponse:
    """Send the one who has given a password on to the page that asks for the rest."""
    name = "totrinn" if has_device(signed_in(request)) else "totrinn_ny"
    target = request.GET.get("next", "")
    query = f"?next={target}" if _is_ours(target, request) else ""
    return HttpResponseRedirect(reverse(f"admin:{name}") + query)


def ask(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Ask for a code, and let in the one who gives the right one."""
    wrong = False
    user = signed_in(request)
    if request.method == "POST":
        device = _matched(user, re.sub(r"[\s-]", "", request.POST.get("kode", "")).lower())
        if device is not None:
            login(request, device)
            request.session.cycle_key()
            return HttpResponseRedirect(_target(request))
        wrong = True
    return TemplateResponse(
        request, "admin/horing/totrinn.html",
        {**context, "title": say("Engangskode"), "wrong": wrong, "next": _target(request)},
        status=422 if wrong else 200,
    )


def leave(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Sign out the one who has given a password and has no code to give."""
    if request.method == "POST":
        logout(request)
    return HttpResponseRedirect(reverse("admin:index"))


def enrol(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Set up one-time codes; the recovery codes are shown once, when it is done."""
    user = signed_in(request)
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, name="app")
    code = re.sub(r"\s", "", request.POST.get("kode", ""))
    if request.method == "POST" and verify_token(user, device.persistent_id, code):
        codes = _confirm(user, device)
        login(request, device)
        request.session.cycle_key()
        return TemplateResponse(request, "admin/horing/totrinn_koder.html", {
            **context, "title": say("Koder til nødbruk"), "codes": codes,
        })
    key = base64.b32encode(device.bin_key).decode()
    return TemplateResponse(request, "admin/horing/totrinn_ny.html", {
        **context, "title": say("Slå på engangskoder"), "wrong": request.method == "POST",
        "key": " ".join(re.findall(".{1,4}", key)), "replaces": has_device(user),
        "picture": segno.make(device.config_url).svg_inline(scale=4, border=4, light="#fff"),
    }, status=422 if request.method == "POST" else 200)


def _confirm(user: User, device: TOTPDevice) -> list[str]:
    """Let ``device`` take the place of what was there, and return new recovery codes."""
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        StaticDevice.objects.filter(user=user).delete()
        device.refresh_from_db()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        paper = StaticDevice.objects.create(user=user, name="papir")
        for code in codes:
            paper.token_set.create(token=_kept(user, code.replace("-", ""), settings.SECRET_KEY))
        record(user.username, "second-factor", "", clock.now())
    return codes


def _matched(user: User, code: str) -> TOTPDevice | StaticDevice | None:
    """Return the device that ``code`` is right for; only the kind it looks like is asked."""
    if code.isdecimal():
        return _verified(user, TOTPDevice, code)
    kept = [_kept(user, code, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    right = StaticToken.objects.filter(
        device__user=user, device__confirmed=True, token__in=kept
    ).values_list("token", flat=True).first()
    return _verified(user, StaticDevice, right or kept[0])


def _verified(
    user: User, kind: type[TOTPDevice | StaticDevice], token: str
) -> TOTPDevice | StaticDevice | None:
    for device in kind.objects.filter(user=user, confirmed=True):
        found: TOTPDevice | StaticDevice | None = verify_token(user, device.persistent_id, token)
        if found is not None:
            return found
    return None


def _new_code() -> str:
    code = base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode().lower()
    return "-".join(re.findall(".{4}", code))


def _kept(user: User, code: str, secret: str) -> str:
    """Return what is kept of a recovery code: a keyed digest, another for each user and key."""
    key = secret.encode()
    digest = hmac.new(key, f"nødkode:{user.pk}:{code}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:_KEPT]


def signed_in(request: HttpRequest) -> User:
    """Return the user who has given a password."""
    return User.objects.get(pk=request.user.pk or 0)


def _target(request: HttpRequest) -> str:
    target = request.POST.get("next", "") or request.GET.get("next", "")
    return target if _is_ours(target, request) else reverse("admin:index")


def _is_ours(target: str, request: HttpRequest) -> bool:
    return bool(target) and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
