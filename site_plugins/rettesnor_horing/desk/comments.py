"""Comments in the admin: its addresses and rights, with the desk's own pages behind them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from rettesnor_horing.desk import comment_page, queue
from rettesnor_horing.desk.typing_shims import ModelAdmin
from rettesnor_horing.models import Comment


@admin.register(Comment)
class CommentAdmin(ModelAdmin):
    """The queue and the page of one comment are own views; the admin knows where they are."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Comments come from outside."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Nothing is dropped."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the queue."""
        return queue.page(request, {**self.admin_site.each_context(request), "opts": self.opts})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one comment next to its text."""
        return comment_page.page(
            request, object_id, {**self.admin_site.each_context(request), "opts": self.opts}
        )
