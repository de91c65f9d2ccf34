"""A large catalogue out of the demo's: every product many times over, with its own name, price and stock."""

from typing import Final

from django.db import connection, transaction

#: Ids of copies lie this far apart; the demo's own ids lie below.
_STRIDE = 1_000_000

#: table -> what differs in a copy. ``{k}`` is the copy's number, ``{step}`` its distance in ids.
_COPIES: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "store_product_product",
        {
            "id": "id + {step}",
            "name": "left(name, 230) || ' no. ' || {k}",
            "slug": "slug || '-' || {k}",
            "external_reference": "external_reference || '-' || {k}",
            "created_at": "created_at - {k} * interval '7 minutes'",
        },
    ),
    (
        "store_product_productchannellisting",
        {
            "product_id": "product_id + {step}",
            "price_min": "round(price_min * (70 + {k} % 61) / 100)",
            "price_max": "round(price_max * (70 + {k} % 61) / 100)",
            "undiscounted_price_min": "round(undiscounted_price_min * (70 + {k} % 61) / 100)",
            "undiscounted_price_max": "round(undiscounted_price_max * (70 + {k} % 61) / 100)",
        },
    ),
    (
        "store_product_productvariant",
        {
            "id": "id + {step}",
            "product_id": "product_id + {step}",
            "sku": "sku || '-' || {k}",
            "external_reference": "external_reference || '-' || {k}",
        },
    ),
    (
        "store_product_productvariantchannellisting",
        {
            "variant_id": "variant_id + {step}",
            "price_amount": "round(price_amount * (70 + {k} % 61) / 100)",
            "discounted_price_amount": "round(discounted_price_amount * (70 + {k} % 61) / 100)",
        },
    ),
    ("store_product_productmedia", {"product_id": "product_id + {step}"}),
    ("store_product_assignedproductvalue", {"product_id": "product_id + {step}"}),
    (
        "store_warehouse_stock",
        {"variant_id": "variant_id + {step}", "quantity": "500", "quantity_allocated": "0"},
    ),
    (
        "catalogue_indexedproduct",
        {
            "product_id": (
                "encode(convert_to('Product:' || "
                "(split_part(convert_from(decode(product_id, 'base64'), 'UTF8'), ':', 2)::bigint + {step}), "
                "'UTF8'), 'base64')"
            ),
            "name": "left(name, 230) || ' no. ' || {k}",
            "price_paise": "round(price_paise * (70 + {k} % 61) / 10000) * 100",
            "created_at": "created_at - {k} * interval '7 minutes'",
        },
    ),
)


#: This table counts itself by a trigger, which must run.
_COUNTED: Final = "catalogue_indexedproduct"


def grow(products: int) -> int:
    """
    Fill the catalogue up to about ``products``; returns how many there are.

    Indexes are dropped and built again, and foreign keys are not checked: the copies refer to copies.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM store_product_product")
        present = int(cursor.fetchone()[0])
        copies = max(products // present - 1, 0)
        if not copies:
            return present
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute("SET synchronous_commit = off")
        for table, changes in _COPIES:
            with transaction.atomic():
                cursor.execute(
                    f"SET LOCAL session_replication_role = {'origin' if table == _COUNTED else 'replica'}"
                )
                indexes = _indexes(table)
                for drop, _build in indexes:
                    cursor.execute(drop)
                cursor.execute(_copy(table, changes, copies))
                if table == "store_warehouse_stock":
                    cursor.execute("UPDATE store_warehouse_stock SET quantity = greatest(quantity, 100000)")
                for _drop, build in reversed(indexes):
                    cursor.execute(build)
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("SELECT nextval('store_catalogue_version')")
        cursor.execute("RESET maintenance_work_mem")
        cursor.execute("RESET synchronous_commit")
    return present * (copies + 1)


def _indexes(table: str) -> list[tuple[str, str]]:
    """Return how to drop and how to build each index and unique constraint, primary keys apart."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(own.conname, class.relname), own.oid IS NOT NULL,
                   coalesce(pg_get_constraintdef(own.oid), pg_get_indexdef(class.oid))
              FROM pg_index index JOIN pg_class class ON class.oid = index.indexrelid
         LEFT JOIN pg_constraint own ON own.conindid = index.indexrelid AND own.contype IN ('u', 'p')
             WHERE index.indrelid = %s::regclass AND NOT index.indisprimary
          ORDER BY class.relname
            """,
            [table],
        )
        found = cursor.fetchall()
    return [
        (
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
            f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}",
        )
        if constraint
        else (f"DROP INDEX {name}", definition)
        for name, constraint, definition in found
    ]


def _copy(table: str, changes: dict[str, str], copies: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        columns = cursor.fetchall()
    names, values = [], []
    for name, kind in columns:
        if name == "id" and name not in changes:
            if kind == "uuid":
                names.append(name)
                values.append("gen_random_uuid()")
            continue
        names.append(name)
        values.append(changes.get(name, f"original.{name}").format(k="k", step=f"k::bigint * {_STRIDE}"))
    return (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)}"
        f" FROM {table} AS original CROSS JOIN generate_series(1, {copies}) AS k"
    )
