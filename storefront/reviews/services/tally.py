"""Count what is published of a product, anew."""

from django.db import connection

#: The lock is taken first, so that the count, a statement of its own, sees what the other one wrote.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('shop_reviews.tally'), hashtext(%s))"
_COUNT = """
INSERT INTO shop_reviews_producttally (product_id, stars_1, stars_2, stars_3, stars_4, stars_5, questions)
SELECT %(product)s, r.s1, r.s2, r.s3, r.s4, r.s5, q.many FROM
  (SELECT count(*) FILTER (WHERE stars = 1) AS s1, count(*) FILTER (WHERE stars = 2) AS s2,
          count(*) FILTER (WHERE stars = 3) AS s3, count(*) FILTER (WHERE stars = 4) AS s4,
          count(*) FILTER (WHERE stars = 5) AS s5
     FROM shop_reviews_review WHERE product_id = %(product)s AND state = 'published') AS r,
  (SELECT count(*) AS many FROM shop_reviews_question q JOIN shop_reviews_answer a ON a.question_id = q.id
    WHERE q.product_id = %(product)s AND q.state = 'published' AND a.state = 'published') AS q
ON CONFLICT (product_id) DO UPDATE SET stars_1 = EXCLUDED.stars_1, stars_2 = EXCLUDED.stars_2,
  stars_3 = EXCLUDED.stars_3, stars_4 = EXCLUDED.stars_4, stars_5 = EXCLUDED.stars_5,
  questions = EXCLUDED.questions
"""


def count_anew(product_id: str) -> None:
    """In the caller's transaction, after it has changed what is published."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [product_id])
        cursor.execute(_COUNT, {"product": product_id})
