from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("seller_orders", "0009_stalls"),
    ]

    operations = [
        migrations.AlterField(
            model_name="promisechange",
            name="closure_id",
            field=models.PositiveBigIntegerField(help_text="of logistics: the closed road", null=True),
        ),
        migrations.AddField(
            model_name="promisechange",
            name="day",
            field=models.DateField(
                help_text="the holiday, or the day on which its place was closed", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="promisechange",
            constraint=models.UniqueConstraint(
                fields=("seller_order", "day"), name="orders_promise_day_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="promisechange",
            constraint=models.CheckConstraint(
                condition=Q(("closure_id__isnull", True), ("day__isnull", False))
                | Q(("closure_id__isnull", False), ("day__isnull", True)),
                name="orders_promise_one_cause",
            ),
        ),
    ]
