"""Where everything is."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from rettesnor_editor.views import (
    deeds,
    edit,
    front,
    history,
    needs,
    picks,
    publish,
    release,
    shared,
    tasks,
    word,
)

_DOCUMENT = "rediger/<slug:kind>/<str:name>/"
urlpatterns = [
    path("", front.front, name="forside"),
    path("sprak/", set_language, name="sprak"),
    path("navn/", front.name, name="navn"),
    path("liste/<slug:kind>/", front.listing, name="liste"),
    path("liste/<slug:kind>/ny/", front.begin, name="begynn"),
    path(_DOCUMENT, edit.edit, name="rediger"),
    path(f"{_DOCUMENT}sjekk/", edit.check, name="sjekk"),
    path(f"{_DOCUMENT}vis/", edit.preview, name="vis"),
    path(f"{_DOCUMENT}historikk/", history.versions, name="historikk"),
    path(f"{_DOCUMENT}gjenopprett/", history.restore, name="gjenopprett"),
    path("gjor/<slug:name>/", deeds.deed, name="gjor"),
    path("oppgaver/", tasks.tasks, name="oppgaver"),
    path("behov/", needs.needs, name="behov"),
    path("valg/<slug:name>/", picks.options, name="valg"),
    path("nytt/<slug:name>/", picks.fresh, name="nytt"),
    path("valgt/", picks.picked, name="valgt"),
    path("blokker/", picks.blocks, name="blokker"),
    path("utgivelse/", release.release, name="utgivelse"),
    path("publisering/", publish.publish, name="publisering"),
    path("word/", word.word, name="word"),
    path("word/ut/", word.out, name="word-ut"),
    path("word/<str:digest>/", word.incoming, name="word-inn"),
    path("utseende.css", shared.look_css, name="utseende"),
    path("logo", shared.logo, name="logo"),
    path("tema/<path:path>", edit.theme_file, name="tema"),
]
handler400 = "rettesnor_editor.views.shared.bad_request"
handler404 = "rettesnor_editor.views.shared.not_found"
handler500 = "rettesnor_editor.views.shared.failed"
