"""Makes the roles as groups with their permissions."""

# ruff: noqa: RUF012
from __future__ import annotations

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

from rettesnor_horing.roles import LATER, ROLES


def make_roles(apps: Any, schema_editor: Any) -> None:
    """Make each group; permissions do not exist before this unless they are made here."""
    for config in apps.get_app_configs():
        if config.label == "horing":
            config.models_module = True
            create_permissions(config, apps=apps, verbosity=0)
            config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects
    for name, codes in ROLES.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        codes = [code for code in codes if code not in LATER]
        found = permissions.filter(content_type__app_label="horing", codename__in=codes)
        assert found.count() == len(codes), name
        group.permissions.set(found)


class Migration(migrations.Migration):
    """The roles."""

    dependencies = [
        ("horing", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
