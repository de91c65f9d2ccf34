from django.db import migrations, models


class Migration(migrations.Migration):
    """What was sold and handed over without network may be more than was counted: the count goes below nothing."""

    dependencies = [("store_warehouse", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="stock",
            name="quantity",
            field=models.IntegerField(
                default=0,
                help_text="Below nothing only where more was sold and handed over offline than was counted.",
            ),
        ),
    ]
