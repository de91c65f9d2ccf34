from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0007_equal_pictures")]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="bundle",
            field=models.UUIDField(help_text="the sender's id of the draft that it belongs to", null=True),
        ),
    ]
