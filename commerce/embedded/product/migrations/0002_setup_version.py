"""The version of what changes rarely; see ``commerce.embedded.engine.remembered``."""

from django.db import migrations, models

from jkrlm.kernel.dated import version_triggers

RENEW, FORGET = version_triggers(
    "store_product_setupversion",
    (
        "store_channel_channel",
        "store_page_pagetype",
        "store_attribute_attribute",
        "store_attribute_pagetypeattribute",
        "store_product_category",
        "store_product_producttype",
        "store_product_producttypeattribute",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("store_product", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SetupVersion",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("token", models.UUIDField()),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="store_product_setupversion_single"
                    )
                ],
            },
        ),
        migrations.RunSQL(RENEW, FORGET),
        migrations.RunSQL(
            "INSERT INTO store_product_setupversion (id, token) VALUES (1, gen_random_uuid())",
            migrations.RunSQL.noop,
        ),
    ]
