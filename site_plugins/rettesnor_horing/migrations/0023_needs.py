"""Let a round have no closing day: the intake of needs is always open."""

# ruff: noqa: RUF012
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("horing", "0021_reason_for_removal"), ("horing", "0022_nynorsk_titles")]

    operations = [
        migrations.AlterField(
            model_name="roundrecord", name="stenger",
            field=models.DateTimeField(blank=True, null=True, verbose_name="stenger"),
        ),
    ]
