# ruff: noqa: E501, RUF012
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('horing', '0023_needs'),
    ]

    operations = [
        migrations.AddField(
            model_name='comment',
            name='hjemmel',
            field=models.CharField(blank=True, default='', help_text='What a withheld text is exempt by; empty: an earlier version did not ask.', max_length=200, verbose_name='hjemmel'),
        ),
        migrations.AddField(
            model_name='comment',
            name='innsyn',
            field=models.BooleanField(default=False, editable=False, help_text='Withheld from the site, and open to those who ask for access.'),
        ),
        migrations.AddField(
            model_name='redaction',
            name='hjemmel',
            field=models.CharField(blank=True, default='', help_text='What it is exempt by; empty: an earlier version did not ask.', max_length=200),
        ),
        migrations.AddField(
            model_name='redaction',
            name='innsyn',
            field=models.BooleanField(default=False, help_text='Taken out of the site, and open to those who ask for access.'),
        ),
    ]
