"""Where everything is on the team's server, but for what is inside a case (``case_urls.py``)."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from rettesnor_horing.views.pages import health

from rettesnor_editor.team.views import fact_check, front, sync
from rettesnor_editor.views import edit, publish, release, shared

urlpatterns = [
    path("", RedirectView.as_view(url="/redaksjon/")),
    path("helse/", health),
    path("skrivebord/", admin.site.urls),
    path("redaksjon/", front.front, name="forside"),
    path("redaksjon/sprak/", set_language, name="sprak"),
    path("redaksjon/ny/", front.begin, name="ny-sak"),
    path("redaksjon/hent/", sync.exchange, name="hent"),
    path("redaksjon/utgivelse/", release.release, name="utgivelse"),
    path("redaksjon/publisering/", publish.publish, name="publisering"),
    path("redaksjon/faktasjekk/<str:secret>/", fact_check.read, name="les-faktasjekk"),
    path("redaksjon/utseende.css", shared.look_css, name="utseende"),
    path("redaksjon/logo", shared.logo, name="logo"),
    path("redaksjon/tema/<path:path>", edit.theme_file, name="tema"),
]
handler400 = "rettesnor_editor.views.shared.bad_request"
handler404 = "rettesnor_editor.team.views.front.not_found"
handler500 = "rettesnor_editor.views.shared.failed"
