from django.db import migrations, models


class Migration(migrations.Migration):
    """A till may have sold more than was counted: what stood there before a move is then below nought."""

    dependencies = [("commerce", "0005_stock_moves")]

    operations = [
        migrations.AlterField("stockmove", "out_before", models.IntegerField(null=True)),
        migrations.AlterField("stockmove", "in_before", models.IntegerField(null=True)),
    ]
