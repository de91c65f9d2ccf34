"""The version of what changes rarely; see ``commerce.embedded.engine.remembered``."""

from django.db import migrations

TABLES = (
    "store_channel_channel",
    "store_page_pagetype",
    "store_attribute_attribute",
    "store_attribute_pagetypeattribute",
    "store_product_category",
    "store_product_producttype",
    "store_product_producttypeattribute",
)

# A sequence gives the numbers, so that none comes twice; a row shows them, so that one is seen when its
# transaction's rows are.
VERSION = """
CREATE SEQUENCE store_setup_versions;
CREATE TABLE store_setup_version (
    version bigint NOT NULL DEFAULT nextval('store_setup_versions'),
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row)
);
INSERT INTO store_setup_version DEFAULT VALUES;
CREATE FUNCTION store_setup_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE store_setup_version SET version = nextval('store_setup_versions');
    RETURN NULL;
END $$;
"""

NO_VERSION = """
DROP FUNCTION store_setup_changed();
DROP TABLE store_setup_version;
DROP SEQUENCE store_setup_versions;
"""


def watch(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION store_setup_changed()",
        f"DROP TRIGGER setup_changed ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("store_product", "0001_initial")]

    operations = [migrations.RunSQL(VERSION, NO_VERSION), *map(watch, TABLES)]
