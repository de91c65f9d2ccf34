from django.db import migrations

import jkrlm.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("seller_orders", "0011_label_serial"),
    ]

    operations = [
        migrations.AddField(
            model_name="sellerorderline",
            name="variant_id",
            field=jkrlm.kernel.ids.StoreIdField(blank=True, max_length=128),
        ),
    ]
