"""What must be true of ratings at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable

from django.db import connection

_WRONG = """
WITH counted AS (
  SELECT product_id, count(*) AS many, sum(stars) AS total
    FROM shop_reviews_review WHERE state = 'published' GROUP BY product_id)
SELECT coalesce(t.product_id, c.product_id) FROM shop_reviews_producttally t
  FULL JOIN counted c ON c.product_id = t.product_id
 WHERE coalesce(c.many, 0) <> coalesce(t.stars_1 + t.stars_2 + t.stars_3 + t.stars_4 + t.stars_5, 0)
    OR coalesce(c.total, 0) <> coalesce(t.stars_1 + 2 * t.stars_2 + 3 * t.stars_3 + 4 * t.stars_4
                                        + 5 * t.stars_5, 0)
 ORDER BY 1 LIMIT 100
"""


def _miscounted() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRONG)
        return [f"product {row[0]}: its stars are not those of its reviews" for row in cursor.fetchall()]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (("every product's stars are those of its published reviews", _miscounted),)
