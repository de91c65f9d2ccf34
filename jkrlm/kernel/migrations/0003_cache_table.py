"""The table of Django's database cache: what all processes must see, where no Redis is named."""

from django.db import migrations

CREATE = """
CREATE TABLE kernel_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX kernel_cache_expires ON kernel_cache (expires);
"""


class Migration(migrations.Migration):

    dependencies = [("kernel", "0002_put_off")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE kernel_cache")]
