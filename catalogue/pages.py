"""
The SQL that lists one page of what was found, in order.

Labels come as numbers here (the counts before brought them), so that the planner knows how common each is
and may walk an index in the order asked for instead of sorting thousands of rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from catalogue.contracts import Sort
from catalogue.facets import Chosen, Condition

_NEWEST: Final = "created_at DESC, id DESC"
_ORDER: Final[dict[Sort, str]] = {
    "newest": _NEWEST,
    "price": "price_paise, id",
    "-price": "price_paise DESC, id DESC",
    "name": "name, id",
}
#: What a word found is worth: 2 in the name, 1 in craft, category, district or maker, else 0.
_WORTH: Final = (
    "CASE WHEN terms[:title_terms] && %s::int[] THEN 2 "
    "WHEN terms[:label_terms] && %s::int[] THEN 1 ELSE 0 END"
)


#: So many of the newest goods are looked through first where more than that are found.
NEAR: Final = 2_000


def page_statement(
    chosen: Chosen, ids: Mapping[str, Sequence[int]], *, sort: Sort, found: int, limit: int, offset: int
) -> tuple[str, list[Any]]:
    """
    Return SQL whose rows are product ids in order.

    ``ids`` are the label ids chosen in category, craft and district, ``found`` is how many there are in all.
    """
    where = _where(chosen, ids)
    if sort == "relevance" and chosen.words:
        return _by_relevance(where, chosen.words, near=found > NEAR, limit=limit, offset=offset)
    order = _ORDER["newest" if sort == "relevance" else sort]
    return (
        f"SELECT product_id FROM catalogue_indexedproduct WHERE {where.sql} "  # noqa: S608
        f"ORDER BY {order} LIMIT %s OFFSET %s",
        [*where.params, limit, offset],
    )


def _by_relevance(
    where: Condition, wanted: Sequence[list[int]], *, near: bool, limit: int, offset: int
) -> tuple[str, list[Any]]:
    """
    Return the most worth first, of equal worth what can be had, of that the newest.

    Pieces that bear every word in their name and can be had come before all others. Where they fill the
    page, none of the others is weighed; and of a common word (``near``) they are looked for among the newest
    goods before all that bear it are read: the newest of those are the newest of all.
    """
    in_title = " AND ".join(["terms[:title_terms] && %s::int[]"] * len(wanted))
    worth = " + ".join([_WORTH] * len(wanted))
    full = limit + offset
    best = f"{where.sql} AND {in_title} AND availability > 0"
    newest = f"SELECT * FROM catalogue_indexedproduct WHERE listed ORDER BY {_NEWEST} LIMIT %s"  # noqa: S608
    return (
        f"""
        WITH near AS MATERIALIZED (
            SELECT product_id, created_at, id FROM ({newest}) AS newest
             WHERE {best} ORDER BY {_NEWEST} LIMIT %s),
        best AS MATERIALIZED (
            SELECT * FROM near WHERE (SELECT count(*) FROM near) = %s
            UNION ALL
            (SELECT product_id, created_at, id FROM catalogue_indexedproduct
              WHERE {best} AND (SELECT count(*) FROM near) < %s ORDER BY {_NEWEST} LIMIT %s))
        (SELECT product_id FROM best WHERE (SELECT count(*) FROM best) = %s
          ORDER BY {_NEWEST} LIMIT %s OFFSET %s)
        UNION ALL
        (SELECT product_id FROM catalogue_indexedproduct
          WHERE {where.sql} AND (SELECT count(*) FROM best) < %s
          ORDER BY {worth} DESC, availability > 0 DESC, {_NEWEST} LIMIT %s OFFSET %s)
        """,  # noqa: S608
        [
            *(NEAR if near else 0, *where.params, *wanted, full),
            *(full, *where.params, *wanted, full, full),
            *(full, limit, offset),
            *(*where.params, full, *(terms for terms in wanted for _twice in range(2)), limit, offset),
        ],
    )


def _where(chosen: Chosen, ids: Mapping[str, Sequence[int]]) -> Condition:
    sqls, params = [chosen.found.sql], [*chosen.found.params]
    for facet, condition in chosen.conditions.items():
        known = ids.get(facet)
        if known is not None and len(known) == 1:
            sqls.append(f"{facet} = %s")
            params += known
        elif known is not None:
            sqls.append(f"{facet} = ANY(%s::smallint[])")
            params.append(list(known))
        else:
            sqls.append(condition.sql)
            params += condition.params
    if chosen.prices is not None:
        sqls.append("price_paise BETWEEN %s AND %s")
        params += chosen.prices
    return Condition(" AND ".join(sqls), tuple(params))
