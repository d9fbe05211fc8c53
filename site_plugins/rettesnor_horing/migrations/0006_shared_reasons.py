"""Reasons that assessments share, deadlines, and reminders."""

# ruff: noqa: RUF012
from __future__ import annotations

import hashlib
import json
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OUTCOMES = [
    ("tatt til følge", "tatt til følge"),
    ("delvis", "delvis tatt til følge"),
    ("ikke", "ikke tatt til følge"),
    ("utenfor", "utenfor høringen"),
]


def gather_reasons(apps: Any, schema_editor: Any) -> None:
    """Let the assessments that there are share their reasons, as new ones do."""
    reasons: dict[str, Any] = {}
    model = apps.get_model("horing", "Reason")
    for made in apps.get_model("horing", "Disposition").objects.order_by("pk"):
        text = json.dumps([made.utfall, made.begrunnelse])
        digest = hashlib.sha256(text.encode()).hexdigest()
        if digest not in reasons:
            reasons[digest] = model.objects.create(
                utfall=made.utfall, tekst=made.begrunnelse, digest=digest,
                by_id=made.proposed_by_id, changed=made.proposed,
            )
        made.reason = reasons[digest]
        made.save(update_fields=["reason"])


class Migration(migrations.Migration):
    """Adds the tables, and gathers the reasons that there are."""

    dependencies = [
        ("horing", "0005_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="frist",
            field=models.DateField(
                blank=True, db_index=True, null=True, verbose_name="frist for vurderingen"
            ),
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("navn", models.CharField(blank=True, max_length=120, verbose_name="navn")),
                (
                    "utfall",
                    models.CharField(choices=OUTCOMES, max_length=15, verbose_name="utfall"),
                ),
                (
                    "tekst",
                    models.TextField(max_length=4000, verbose_name="begrunnelse som publiseres"),
                ),
                (
                    "digest",
                    models.CharField(
                        db_index=True, help_text="SHA-256 of outcome and words.", max_length=64
                    ),
                ),
                ("changed", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "begrunnelse",
                "verbose_name_plural": "begrunnelser",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="disposition",
            name="reason",
            field=models.ForeignKey(
                help_text="The reason that the words are a copy of; null: an earlier version "
                "made it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dispositions",
                to="horing.reason",
            ),
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("user", "day"), name="one_reminder_a_day")
                ],
            },
        ),
        migrations.RunPython(gather_reasons, migrations.RunPython.noop),
    ]
