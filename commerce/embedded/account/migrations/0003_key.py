from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store_account', '0002_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kid', models.CharField(help_text='Thumbprint of RFC 7638.', max_length=43, unique=True)),
                ('public_jwk', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('compromised_at', models.DateTimeField(blank=True, help_text='Others may have it: nothing of it verifies any more.', null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('retired_at',), name='store_signing_key_one_in_use', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('compromised_at__isnull', True), ('retired_at__isnull', False), _connector='OR'), name='store_signing_key_compromised_retired')],
            },
        ),
    ]
