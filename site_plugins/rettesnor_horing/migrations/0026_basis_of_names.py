# ruff: noqa: E501, RUF012
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('horing', '0025_segments'),
    ]

    operations = [
        migrations.AddField(
            model_name='nameredaction',
            name='hjemmel',
            field=models.CharField(blank=True, default='', help_text='What it is exempt by; empty: an earlier version did not ask.', max_length=200),
        ),
        migrations.AddField(
            model_name='nameredaction',
            name='innsyn',
            field=models.BooleanField(default=False, help_text='Taken out of the site, and open to those who ask for access.'),
        ),
    ]
