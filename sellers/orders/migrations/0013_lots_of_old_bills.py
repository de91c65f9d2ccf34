from typing import Any

from django.db import migrations

from jkrlm.kernel import outbox


def tell(apps: Any, _schema: Any) -> None:
    """
    Have bills that stalls booked before lots followed them put into lots, by the day of their sale; their
    labels were not kept with them, so all their pieces are taken to be of what ended first.
    """
    parts = apps.get_model("seller_orders", "SellerOrder").objects
    for number in apps.get_model("seller_orders", "StallBill").objects.values_list("order_number", flat=True):
        codes = list(parts.filter(order_number=number).order_by("code").values_list("code", flat=True))
        outbox.record("StallSold", {"order": number, "codes": codes})


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0003_cache_table"),
        ("seller_orders", "0012_line_variant"),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
