# ruff: noqa: RUF012
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('horing', '0024_legal_basis'),
    ]

    operations = [
        migrations.AddField(
            model_name='segment',
            name='avsnitt',
            field=models.JSONField(help_text='Numbers that do not follow each other.', null=True),
        ),
    ]
