"""Django's admin classes, which only the type checker sees as generic (django-stubs)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    UserBaseAdmin = UserAdmin[Any]
    NewUserBaseForm = AdminUserCreationForm[Any]
else:
    UserBaseAdmin = UserAdmin
    NewUserBaseForm = AdminUserCreationForm
    ModelAdmin = admin.ModelAdmin
