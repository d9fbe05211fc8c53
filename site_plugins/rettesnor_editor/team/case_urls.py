"""Where everything is inside a case: the editor's desk, and the case's own pages."""

from __future__ import annotations

from django.urls import path

from rettesnor_editor.team.views import proposal
from rettesnor_editor.urls import urlpatterns as of_the_desk

_OWN = [
    path("forslag/", proposal.proposal, name="forslag"),
    path("forslag/merknad/", proposal.remark, name="merknad"),
    path("forslag/tilstand/", proposal.state, name="tilstand"),
    path("forslag/hent-inn/", proposal.update, name="hent-inn"),
    path("forslag/faktasjekk/", proposal.fact_check, name="faktasjekk"),
]
_NOT_IN_A_CASE = ("utgivelse", "publisering", "navn")
urlpatterns = [*(one for one in of_the_desk if one.name not in _NOT_IN_A_CASE), *_OWN]
handler400 = "rettesnor_editor.views.shared.bad_request"
handler404 = "rettesnor_editor.views.shared.not_found"
handler500 = "rettesnor_editor.views.shared.failed"
