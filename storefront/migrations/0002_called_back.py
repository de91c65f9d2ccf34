from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storefront", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="mailmessage",
            name="kind",
            field=models.CharField(
                choices=[
                    ("placed", "Placed"),
                    ("sent", "Sent"),
                    ("cancelled", "Cancelled"),
                    ("refunded", "Refunded"),
                    ("payment-returned", "Payment Returned"),
                    ("called-back", "Called Back"),
                ],
                max_length=32,
            ),
        ),
    ]
