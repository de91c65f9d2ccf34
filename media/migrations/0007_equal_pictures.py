from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0006_withdrawals_under_way'),
    ]

    operations = [
        migrations.AddField(
            model_name='storedpicture',
            name='file_hash',
            field=models.CharField(db_default='', default='', help_text='SHA-256 of the kept original, hex; empty: of an earlier version, see media_catch_up', max_length=64),
        ),
        migrations.AddIndex(
            model_name='storedpicture',
            index=models.Index(condition=models.Q(('file_hash', ''), _negated=True), fields=['file_hash'], name='media_picture_file_hash'),
        ),
        migrations.AddConstraint(
            model_name='storedpicture',
            constraint=models.CheckConstraint(condition=models.Q(('file_hash__regex', '^([0-9a-f]{64})?$')), name='media_file_hash_is_sha256'),
        ),
    ]
