# ruff: noqa: RUF012
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('horing', '0021_reason_for_removal'),
    ]

    operations = [
        migrations.AddField(
            model_name='roundrecord',
            name='tittel_nn',
            field=models.CharField(blank=True, default='', editable=False, max_length=120),
        ),
    ]
