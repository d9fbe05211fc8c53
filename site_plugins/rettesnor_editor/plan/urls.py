"""Where everything is at a plan's desk."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from rettesnor_editor.plan.views import build, common, edit, front, history, update

_PART = "rediger/<slug:kind>/<slug:name>/"
urlpatterns = [
    path("", front.front, name="forside"),
    path("sprak/", set_language, name="sprak"),
    path("navn/", front.name, name="navn"),
    path(_PART, edit.edit, name="rediger"),
    path(f"{_PART}sjekk/", edit.check, name="sjekk"),
    path(f"{_PART}vis/", edit.preview, name="vis"),
    path(f"{_PART}historikk/", history.versions, name="historikk"),
    path("historikk/", history.versions, name="hele-historikken"),
    path("historikk/tilbake/", history.restore, name="tilbake"),
    path("oppdater/", update.update, name="oppdater"),
    path("avgjor/", update.decide, name="avgjor"),
    path("bygg/", build.build, name="bygg"),
    path("nettsted/", build.site, name="nettsted"),
    path("nettsted/<path:path>", build.site, name="nettsted-side"),
    path("utseende.css", common.look_css, name="utseende"),
    path("logo", common.logo, name="logo"),
    path("tema/<path:path>", common.theme_file, name="tema"),
]
handler400 = "rettesnor_editor.views.shared.bad_request"
handler404 = "rettesnor_editor.views.shared.not_found"
handler500 = "rettesnor_editor.views.shared.failed"
