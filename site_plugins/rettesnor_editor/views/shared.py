"""What the pages have in common."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from rettesnor.model.look import Look, brand_colours, in_language

from rettesnor_editor.desk import desk
from rettesnor_editor.language import say
from rettesnor_editor.views.script_texts import script_texts

_BUTTONS = frozenset(
    {"csrfmiddlewaretoken", "gjor", "@grunnlag", "side", "nr", "likevel", "uten", "velg"}
)
NOTE_START, CHOICE_START = "notat.", "valg."


def for_all_pages(request: HttpRequest) -> dict[str, Any]:
    """Return what every template shows.

    Messages of the core are in bokmål; ``core`` says so where the page is in another language.
    """
    workspace = desk().workspace
    guideline = workspace.project().guideline
    return {
        "who": desk().person.name,
        "site": guideline.korttittel if guideline else say("Retningslinja"),
        "can_save": desk().can_save, "can_release": desk().can_release, "around": desk().around,
        "look": workspace.site_look, "owner": in_language(workspace.site_look.owner, "nb"),
        "script_texts": script_texts(),
        "core": mark_safe(' lang="nb"') if get_language() == "nn" else "",
    }


@require_GET
def look_css(request: HttpRequest) -> HttpResponse:
    """Return the guideline's own brand colours for the top of the desk's pages."""
    css = brand_css(desk().workspace.site_look)
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def brand_css(look: Look) -> str:
    """Return the brand colours of a look, for the top of the desk's pages."""
    brand = brand_colours(look)
    return (
        f":root {{ --brand: {brand.light}; --on-brand: {brand.light_text}; }}\n"
        "@media (prefers-color-scheme: dark) { :root { "
        f"--brand: {brand.dark}; --on-brand: {brand.dark_text}; }} }}\n"
        ".top :focus-visible { outline-color: currentcolor; }\n"
    )


@require_GET
def logo(request: HttpRequest) -> HttpResponse:
    """Return the guideline's own logo."""
    picture = desk().workspace.site_look.logo
    if picture is None:
        raise Http404
    return HttpResponse(picture.data, content_type=picture.media_type)


def posted(request: HttpRequest) -> dict[str, list[str]]:
    """Return the fields of the document in a posted form."""
    return {
        key: [str(one) for one in values] for key, values in request.POST.lists()
        if key not in _BUTTONS and not key.startswith((NOTE_START, CHOICE_START))
    }


def page(
    request: HttpRequest, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Return a page of the desk."""
    return render(request, f"editor/{template}.html", context, status=status)


def _stop(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    return render(request, "editor/stop.html", {"title": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense."""
    return HttpResponse(
        say("Forespørselen kan ikke brukes."), status=400,
        content_type="text/plain; charset=utf-8",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return _stop(
        request, say("Siden finnes ikke"), say("Den kan være flyttet eller tatt bort."), 404
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when the program failed."""
    return HttpResponse(
        say("Noe gikk galt i programmet. Gå tilbake til siden du kom fra: det du har skrevet, står "
            "der. Si fra til den som drifter skrivebordet."),
        status=500, content_type="text/plain; charset=utf-8",
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that does not come from the desk."""
    return _stop(
        request, say("Skjemaet kunne ikke tas imot"),
        say("Det kom ikke fra en åpen side i redaksjonen. Gå tilbake, last siden på nytt, og prøv "
        "igjen."),
        403,
    )
