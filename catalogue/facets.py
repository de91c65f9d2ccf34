"""
The SQL that counts facets: one statement, each facet's counts ignoring what is chosen in it.

Without words the counts come from the cells, of which there are thousands where there are hundreds of
thousands of products; only the price bands that a range cuts are counted, from an index that covers them.
With words the products found are counted.
"""

from dataclasses import dataclass
from typing import Any, Final

from catalogue.rules import PRICE_EDGES, PriceRange, bands_cut, bands_inside

FACETS: Final = ("category", "craft", "district", "certified", "gi", "availability", "price")
#: Facet -> the column of the counted rows.
_COLUMN: Final = {**{facet: facet for facet in FACETS}, "price": "band"}
_DIMENSIONS: Final = "category, craft, district, certified, gi, availability"
BAND: Final = f"width_bucket(price_paise, ARRAY{list(PRICE_EDGES)}::bigint[])"

_LABELLED: Final = ("category", "craft", "district")
_CATEGORY_IDS: Final = """
    ARRAY(WITH RECURSIVE inside AS (
        SELECT id FROM catalogue_label WHERE kind = 'category' AND slug = %s
        UNION ALL
        SELECT child.id FROM catalogue_label AS child JOIN inside ON child.parent_id = inside.id
    ) SELECT id FROM inside)"""


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL over facet columns, and its parameters."""

    sql: str
    params: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """
    What is asked for: a condition for each facet chosen in, the words, the range of prices.

    A product is found when it has a term of each of ``words``; None where nothing was typed.
    """

    conditions: dict[str, Condition]
    words: tuple[list[int], ...] | None
    prices: PriceRange | None

    @property
    def found(self) -> Condition:
        """The condition of the words on products."""
        wanted = self.words or ()
        return Condition(" AND ".join(["listed", *(["terms && %s::int[]"] * len(wanted))]), tuple(wanted))


def category_condition(slug: str) -> Condition:
    """Goods of the category and of those below it."""
    return Condition(f"category = ANY({_CATEGORY_IDS})", (slug,))


def label_condition(kind: str, slugs: tuple[str, ...]) -> Condition:
    """Goods with one of the labels; one label is an equation, so that an index can also give the order."""
    if len(slugs) == 1:
        return Condition(
            f"{kind} = (SELECT id FROM catalogue_label WHERE kind = %s AND slug = %s)",  # noqa: S608
            (kind, slugs[0]),
        )
    ids = "ARRAY(SELECT id FROM catalogue_label WHERE kind = %s AND slug = ANY(%s))"
    return Condition(f"{kind} = ANY({ids})", (kind, list(slugs)))


def count_statement(chosen: Chosen) -> tuple[str, list[Any]]:
    """
    Return SQL whose rows are (facet, value, products, slug, parent, name, name_hi, name_ur).

    The facet is a place in FACETS, or −1 for the number of all products found; the value is a label's id,
    a 0/1, an availability or a band. Labels without products come with a 0.
    """
    rows, params = _counted_rows(chosen)
    parts = []
    for sql, more in _counts(chosen):
        parts.append(sql)
        params += more
    statement = f"""
        WITH cells AS MATERIALIZED ({rows}), counts AS ({" UNION ALL ".join(parts)})
        SELECT COALESCE(counts.facet, label_facet.facet), COALESCE(counts.value, label.id),
               COALESCE(counts.products, 0), label.slug, label.parent_id, label.name, label.name_hi,
               label.name_ur
          FROM counts
          FULL JOIN (catalogue_label AS label
                     JOIN (VALUES ('category', 0), ('craft', 1), ('district', 2)) AS label_facet(kind, facet)
                       ON label_facet.kind = label.kind)
            ON label.id = counts.value AND label_facet.facet = counts.facet
    """  # noqa: S608 - only names of ours are put in
    return statement, params


def _counted_rows(chosen: Chosen) -> tuple[str, list[Any]]:
    """
    Return SQL of rows to count: the facets, ``products``, and two flags.

    ``in_price`` says whether the row counts where the price range holds, ``plain`` where it is ignored.
    """
    prices = chosen.prices
    if chosen.words is not None:
        in_price = "price_paise BETWEEN %s AND %s" if prices else "TRUE"
        return (
            f"""SELECT {_DIMENSIONS}, {BAND} AS band, count(*) AS products, {in_price} AS in_price,
                       TRUE AS plain
                  FROM catalogue_indexedproduct WHERE {chosen.found.sql}
                 GROUP BY {_DIMENSIONS}, band, in_price""",  # noqa: S608
            [*(prices or ()), *chosen.found.params],
        )
    cells = f"SELECT {_DIMENSIONS}, band, products, "
    if prices is None:
        return cells + "TRUE AS in_price, TRUE AS plain FROM catalogue_cell WHERE products > 0", []
    rows = cells + "band = ANY(%s) AS in_price, TRUE AS plain FROM catalogue_cell WHERE products > 0"
    params: list[Any] = [list(bands_inside(prices))]
    for band, piece in bands_cut(prices):
        rows += f"""
            UNION ALL
            SELECT {_DIMENSIONS}, %s, count(*), TRUE, FALSE FROM catalogue_indexedproduct
             WHERE listed AND price_paise BETWEEN %s AND %s GROUP BY {_DIMENSIONS}"""  # noqa: S608
        params += [band, *piece]
    return rows, params


def _counts(chosen: Chosen) -> list[tuple[str, list[Any]]]:
    """
    Return the counting parts: of the total, of the facets without a choice, of each facet with one.

    Facets without a choice are summed in two groups first, so that thousands of cells are hashed twice
    instead of once for each facet.
    """
    chosen_in = [facet for facet in FACETS if facet in chosen.conditions or _is_price(facet, chosen)]
    where, params = _where(chosen, ignoring=None)
    parts = [(f"SELECT -1 AS facet, 0 AS value, sum(products) AS products FROM cells {where}", params)]  # noqa: S608
    for group in (_LABELLED, FACETS[len(_LABELLED) :]):
        free = [facet for facet in group if facet not in chosen_in]
        if free:
            parts.append((_sums(free, where), params))
    for facet in chosen_in:
        where, params = _where(chosen, ignoring=facet)
        parts.append(
            (
                f"SELECT {FACETS.index(facet)}, {_COLUMN[facet]}::int, sum(products) FROM cells {where} "  # noqa: S608
                f"GROUP BY {_COLUMN[facet]}",
                params,
            )
        )
    return parts


def _sums(facets: list[str], where: str) -> str:
    """Return SQL that sums the products of each value of several facets in one reading."""
    columns = [_COLUMN[facet] for facet in facets]
    full = 2 ** len(columns) - 1
    which = " ".join(
        f"WHEN {full - 2 ** (len(columns) - 1 - place)} THEN {FACETS.index(facet)}"
        for place, facet in enumerate(facets)
    )
    return (
        f"SELECT CASE GROUPING({', '.join(columns)}) {which} END, "  # noqa: S608
        f"COALESCE({', '.join(f'{column}::int' for column in columns)}), sum(products) "
        f"FROM (SELECT {', '.join(columns)}, sum(products) AS products FROM cells {where} "
        f"GROUP BY {', '.join(columns)}) AS summed "
        f"GROUP BY GROUPING SETS ({', '.join(f'({column})' for column in columns)})"
    )


def _is_price(facet: str, chosen: Chosen) -> bool:
    return facet == "price" and chosen.prices is not None


def _where(chosen: Chosen, *, ignoring: str | None) -> tuple[str, list[Any]]:
    sqls = ["plain" if ignoring == "price" else "in_price"]
    params: list[Any] = []
    for facet, condition in chosen.conditions.items():
        if facet != ignoring:
            sqls.append(condition.sql)
            params += condition.params
    return "WHERE " + " AND ".join(sqls), params
