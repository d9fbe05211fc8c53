# ruff: noqa: E501, RUF012
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('horing', '0026_basis_of_names'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='answertable',
            options={'default_permissions': (), 'ordering': ['id'], 'verbose_name': 'tabell med svar', 'verbose_name_plural': 'tabeller med svar'},
        ),
        migrations.AlterModelOptions(
            name='job',
            options={'default_permissions': (), 'ordering': ['-id'], 'verbose_name': 'fil som lages', 'verbose_name_plural': 'filer som lages'},
        ),
        migrations.AlterModelOptions(
            name='letter',
            options={'default_permissions': ('add',), 'ordering': ['id'], 'verbose_name': 'brev', 'verbose_name_plural': 'brev'},
        ),
    ]
