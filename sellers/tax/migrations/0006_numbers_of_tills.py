import django.db.models.deletion
import jkrlm.kernel.clock
from django.db import migrations, models

# A spoilt number takes its place in the series as a document does, and is kept like one.
SPOILT = """
CREATE TRIGGER sellers_tax_spoiltnumber_unchanged BEFORE UPDATE OR DELETE ON sellers_tax_spoiltnumber
    FOR EACH STATEMENT EXECUTE FUNCTION sellers_tax_refuse();
CREATE TRIGGER sellers_tax_spoiltnumber_kept BEFORE TRUNCATE ON sellers_tax_spoiltnumber
    FOR EACH STATEMENT EXECUTE FUNCTION sellers_tax_refuse();
CREATE TRIGGER sellers_tax_spoiltnumber_next BEFORE INSERT ON sellers_tax_spoiltnumber
    FOR EACH ROW EXECUTE FUNCTION sellers_tax_serial_is_next();
CREATE OR REPLACE FUNCTION sellers_tax_prove_series() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.last_serial > 0 AND NOT EXISTS (
        SELECT 1 FROM sellers_tax_taxdocument WHERE series_id = NEW.id AND serial = NEW.last_serial
    ) AND NOT EXISTS (
        SELECT 1 FROM sellers_tax_spoiltnumber WHERE series_id = NEW.id AND serial = NEW.last_serial
    ) THEN
        RAISE EXCEPTION 'Series % has a number without a document.', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
BACK = """
CREATE OR REPLACE FUNCTION sellers_tax_prove_series() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.last_serial > 0 AND NOT EXISTS (
        SELECT 1 FROM sellers_tax_taxdocument WHERE series_id = NEW.id AND serial = NEW.last_serial
    ) THEN
        RAISE EXCEPTION 'Series % has a number without a document.', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER sellers_tax_spoiltnumber_next ON sellers_tax_spoiltnumber;
DROP TRIGGER sellers_tax_spoiltnumber_kept ON sellers_tax_spoiltnumber;
DROP TRIGGER sellers_tax_spoiltnumber_unchanged ON sellers_tax_spoiltnumber;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("sellers_tax", "0005_vouchers"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpoiltNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=16)),
                ("source", models.CharField(help_text="the till's entry that says so", max_length=160, unique=True)),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=jkrlm.kernel.clock.now)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spoilt",
                        to="sellers_tax.documentseries",
                    ),
                ),
            ],
            options={
                "constraints": (
                    models.UniqueConstraint(fields=("series", "serial"), name="tax_spoilt_serial_once"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("reason", ""), _negated=True), ("serial__gt", 0)),
                        name="tax_spoilt_reason",
                    ),
                ),
            },
        ),
        migrations.RunSQL(SPOILT, BACK),
    ]
