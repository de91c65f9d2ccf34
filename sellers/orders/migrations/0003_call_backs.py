import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seller_orders", "0002_staff_desk"),
    ]

    operations = [
        migrations.AlterField(
            model_name="adjustment",
            name="why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("changed-mind", "The buyer changed her mind"),
                    ("damaged", "Arrived damaged"),
                    ("not-as-described", "Not as described"),
                    ("wrong-piece", "Another piece was sent"),
                    ("called-back", "Called back, or its certificate was withdrawn"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="CallBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(help_text="recall:7 or withdrawn:JKTPO-26-000123", max_length=80)),
                ("reason", models.CharField(max_length=200)),
                (
                    "bearer",
                    models.CharField(choices=[("group", "The group"), ("operator", "JKRLM")], max_length=10),
                ),
                ("units", models.JSONField()),
                ("called_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "seller_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_backs",
                        to="seller_orders.sellerorder",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["seller_order"],
                        name="orders_call_back_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("seller_order", "source"), name="orders_called_back_once"),
                    models.CheckConstraint(
                        condition=models.Q(("bearer__in", ["group", "operator"])), name="orders_call_back_bearer"
                    ),
                ],
            },
        ),
    ]
