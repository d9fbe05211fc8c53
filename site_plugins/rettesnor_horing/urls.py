"""Where everything is: bokmål at the top, nynorsk under ``/nn/``, machines under ``/api/``."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path

from rettesnor_horing.views import answer, api, look, pages, shared

urlpatterns = [
    path("api/innspill/", api.receive, name="api"),
    path("api/behov.json", api.needs_list, name="behov"),
    path("api/openapi.json", api.openapi),
    path("helse/", pages.health),
    path("utseende/stil.css", look.style, name="utseende"),
    path("utseende/logo", look.logo, name="logo"),
    *i18n_patterns(
        path("", pages.rounds, name="runder"),
        *([path("skrivebord/", admin.site.urls)] if settings.HORING_DESK else []),
        path("personvern/", pages.privacy, name="personvern"),
        path("utkast/slett/", answer.delete_draft, name="slett-utkast"),
        path("utkast/<str:secret>/utskrift/", shared.printable, name="utkast-utskrift"),
        path("utkast/<str:secret>/utkast.docx", shared.word, name="utkast-word"),
        path("utkast/<str:secret>/versjoner/", shared.versions, name="utkast-versjoner"),
        path("felles/<str:code>/", shared.colleague, name="felles"),
        path("utkast/<str:secret>/", answer.draft, name="utkast"),
        path("kvittering/<str:code>/", pages.receipt, name="kvittering"),
        path("kvittering/<str:code>/trekk/", pages.withdraw, name="trekk"),
        path("kvittering/<str:code>/svar.json", pages.receipt_json, name="kvittering-json"),
        path("<slug:round_id>/", pages.round_page, name="runde"),
        path("<slug:round_id>/svar/", answer.answer, name="svar"),
        prefix_default_language=False,
    ),
]
handler400 = "rettesnor_horing.views.pages.bad_request"
handler403 = "rettesnor_horing.views.pages.refused"
handler404 = "rettesnor_horing.views.pages.not_found"
handler500 = "rettesnor_horing.views.pages.failed"
