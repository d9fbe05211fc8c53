"""What the admin finds: importing the desk's pages registers them."""

from __future__ import annotations

from django.contrib import admin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from rettesnor_horing.desk import admin_lists as records
from rettesnor_horing.desk import comments

for model in (StaticDevice, TOTPDevice):
    admin.site.unregister(model)  # keys are nobody's to look at

__all__ = ["comments", "records"]
