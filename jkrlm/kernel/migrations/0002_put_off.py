from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="outboxdelivery",
            name="put_off_since",
            field=models.DateTimeField(
                help_text="since when who must answer it does not (TryLater); null otherwise", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(fields=["name", "issued_at"], name="kernel_outbox_name_issued"),
        ),
    ]
