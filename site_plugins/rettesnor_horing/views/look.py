"""The guideline's own look on the pages of the desk: logo, owner and brand colour."""

from __future__ import annotations

import os
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from rettesnor.model.look import Look, brand_colours, in_language
from rettesnor.reading.content.site_settings import look_of


@cache
def look() -> Look:
    """Return the look of the guideline, as it was when the desk was started."""
    return look_of(settings.HORING_ROOT, os.environ)


def owner_name(language: str) -> str:
    """Return the name of the owner that the look gives; empty without one."""
    return in_language(look().owner, language)


@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Return the brand colours: a stripe on the public pages, the header of the case workers'."""
    brand = brand_colours(look())
    # Django's own header is the same in both schemes, so its colours are the light pair there.
    css = (
        f":root {{ --brand: {brand.light}; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ --brand: {brand.dark}; }} }}\n"
        "body:has(> .top) { border-top: 0.5rem solid var(--brand); }\n"
        f"html:root {{ --header-bg: {brand.light}; --header-color: {brand.light_text}; "
        f"--header-link-color: {brand.light_text}; "
        f"--header-branding-color: {brand.light_text}; }}\n"
    )
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@require_GET
def logo(request: HttpRequest) -> HttpResponse:
    """Return the logo."""
    picture = look().logo
    if picture is None:
        raise Http404
    return HttpResponse(picture.data, content_type=picture.media_type)
