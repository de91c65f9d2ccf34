from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0002_voice_notes")]

    operations = [
        migrations.AddField(
            model_name="storedpicture",
            name="is_private",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="has no public address; a view lets its readers in",
            ),
        ),
    ]
