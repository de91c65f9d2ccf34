"""Reads: finding products. Two statements where nothing was typed, three where something was."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.contracts import AVAILABILITY, LAST_PAGE, FacetValue, SearchQuery, SearchResult
from catalogue.facets import FACETS, Chosen, Condition, category_condition, count_statement, label_condition
from catalogue.models import IndexedProduct, Label
from catalogue.pages import page_statement
from catalogue.rules import OFFERED_BANDS, bands_of_offer, price_range
from catalogue.words import BEGINNING, MAX_TEXT, distance, query_words, tolerated, words

#: What is typed last stands for at most so many longer words, the commonest first.
MOST_ENDINGS: Final = 200

#: Where words find more than this, none of it is more relevant than the rest: the newest come first.
MOST_WEIGHED: Final = 30_000

#: Sorts after every letter.
_LAST_LETTER: Final = chr(0x10FFFF)

#: Categories lie in each other at most so deep.
_DEEPEST: Final = 5

#: IndexedProduct.Availability of each slug of AVAILABILITY.
_AVAILABILITY_CODE: Final = {"sold-out": 0, "made-to-order": 1, "ready": 2}


@dataclass(frozen=True, slots=True)
class _Count:
    value: int
    products: int
    slug: str | None
    parent: int | None
    names: tuple[str, str, str]


def search(query: SearchQuery) -> SearchResult:
    """Return one page of what is asked for, with the facets; see SearchQuery."""
    wanted, corrected = _understood(query_words(query.q))
    chosen = Chosen(
        conditions=_conditions(query),
        words=wanted,
        prices=price_range(query.price_min, query.price_max),
    )
    counts = _counts(chosen)
    total = sum(count.products for count in counts[-1])
    pages = max(1, min(LAST_PAGE, -(-total // query.page_size)))
    page = max(1, min(query.page, pages))
    return SearchResult(
        product_ids=_page(query, chosen, counts, page) if total else (),
        total=total,
        page=page,
        pages=pages,
        facets=_facets(query, counts),
        corrected=corrected,
    )


def marks_of(product_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the slugs (category, craft) of each product that is indexed. Two queries."""
    found = IndexedProduct.objects.filter(product_id__in=list(product_ids))
    marks = {
        row.product_id: (row.category, row.craft) for row in found.only("product_id", "category", "craft")
    }
    wanted = {number for pair in marks.values() for number in pair}
    slugs = dict(Label.objects.filter(pk__in=wanted).values_list("pk", "slug"))
    return {each: (slugs.get(pair[0], ""), slugs.get(pair[1], "")) for each, pair in marks.items()}


def listed_pages(size: int) -> int:
    """Return how many pages of so many goods the shop lists. One query."""
    return -(-IndexedProduct.objects.filter(listed=True).count() // size)


def listed_products(page: int, size: int, *, newest: bool = False) -> list[tuple[str, datetime]]:
    """
    Return ids of a page (from 1) of the goods listed, the oldest first so that pages stay as they were.

    Beside each stands when the store changed it; with ``newest`` the newest come first, with when they came.
    """
    if page < 1:
        return []
    rows = IndexedProduct.objects.filter(listed=True)
    order, moment = ("-created_at", "created_at") if newest else ("created_at", "store_updated_at")
    ordered = rows.order_by(order, "-id" if newest else "id")
    return list(ordered.values_list("product_id", moment)[(page - 1) * size : page * size])


def _understood(typed: list[str]) -> tuple[tuple[list[int], ...] | None, str | None]:
    """
    Return the terms that each typed word stands for, and the words as put right, where they were.

    The last word stands for every word that begins so. A word that nothing is found by is replaced by the
    nearest one that something is found by, if that is near enough.
    """
    if not typed:
        return None, None
    found: list[list[int]] = []
    read: list[str] = []
    for word, ids, near in _terms(typed):
        better = None if ids else _nearest(word, near)
        if better is None:
            found.append(ids)
            read.append(word)
        else:
            found.append([better.id])
            read.append(better.word)
    if read == typed:
        return tuple(found), None
    text = words(" ".join(read))
    if text != read:  # A spelling that stands for another word was nearest: look that word up.
        found = [ids for _word, ids, _near in _terms(text, last_is_whole=True)]
    return tuple(found), " ".join(text)


class _Near(NamedTuple):
    word: str
    id: int


def _terms(typed: list[str], *, last_is_whole: bool = False) -> list[tuple[str, list[int], list[_Near]]]:
    """Return for each word the ids of its terms and, where there are none, terms that look like it."""
    open_end = not last_is_whole and len(typed[-1]) >= BEGINNING
    ends = [*typed[:-1], typed[-1] + (_LAST_LETTER if open_end else "")]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT typed.word, exact.ids, near.words, near.ids
              FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS typed(word, ending, place)
             CROSS JOIN LATERAL (
                   SELECT array_agg(id) AS ids FROM (
                          SELECT id FROM catalogue_term
                           WHERE word BETWEEN typed.word AND typed.ending
                             AND NOT stands_in
                           ORDER BY products DESC LIMIT %s) AS terms) AS exact
              LEFT JOIN LATERAL (
                   SELECT array_agg(word) AS words, array_agg(id) AS ids FROM (
                          SELECT word, id FROM catalogue_term
                           WHERE exact.ids IS NULL AND word %% typed.word
                           ORDER BY similarity(word, typed.word) DESC, products DESC, word LIMIT 12
                          ) AS terms) AS near ON TRUE
             ORDER BY typed.place
            """,
            [typed, ends, MOST_ENDINGS],
        )
        return [
            (word, ids or [], [_Near(*pair) for pair in zip(near or (), near_ids or (), strict=True)])
            for word, ids, near, near_ids in cursor.fetchall()
        ]


def _nearest(word: str, candidates: Sequence[_Near]) -> _Near | None:
    """Return the first of the candidates that differ in the fewest letters, or None where all are too far."""
    if not candidates:
        return None
    measured = [(distance(word, candidate.word), place) for place, candidate in enumerate(candidates)]
    letters, place = min(measured)
    return candidates[place] if letters <= tolerated(word) else None


def _conditions(query: SearchQuery) -> dict[str, Condition]:
    conditions: dict[str, Condition] = {}
    if query.category:
        conditions["category"] = category_condition(_text(query.category))
    if query.crafts:
        conditions["craft"] = label_condition("craft", tuple(_text(slug) for slug in query.crafts))
    if query.districts:
        conditions["district"] = label_condition("district", tuple(_text(slug) for slug in query.districts))
    if query.certified is not None:
        conditions["certified"] = Condition("certified = %s", (query.certified,))
    if query.gi is not None:
        conditions["gi"] = Condition("gi = %s", (query.gi,))
    if query.available:
        codes = [_AVAILABILITY_CODE[slug] for slug in query.available if slug in _AVAILABILITY_CODE]
        conditions["availability"] = Condition("availability = ANY(%s)", (codes,))
    return conditions


def _text(value: str) -> str:
    """Return a slug as the database can take it: without NUL and broken characters, no longer than a slug."""
    return value.replace("\x00", "").encode(errors="ignore").decode()[:MAX_TEXT]


def _counts(chosen: Chosen) -> dict[int, list[_Count]]:
    statement, params = count_statement(chosen)
    found: dict[int, list[_Count]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for facet, value, products, slug, parent, *names in cursor.fetchall():
            found[facet].append(
                _Count(value, int(products or 0), slug, parent, (names[0], names[1], names[2]))
            )
    return found


def _page(query: SearchQuery, chosen: Chosen, counts: dict[int, list[_Count]], page: int) -> tuple[str, ...]:
    found = sum(count.products for count in counts[-1])
    sort = query.sort or "relevance"
    statement, params = page_statement(
        chosen,
        _label_ids(query, counts),
        sort="newest" if sort == "relevance" and found > MOST_WEIGHED else sort,
        found=found,
        limit=query.page_size,
        offset=(page - 1) * query.page_size,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return tuple(row[0] for row in cursor.fetchall())


def _label_ids(query: SearchQuery, counts: dict[int, list[_Count]]) -> dict[str, list[int]]:
    """Return the ids of the labels chosen, of a category with those below it."""
    ids: dict[str, list[int]] = {}
    for facet, slugs in (
        ("category", (query.category,) if query.category else ()),
        ("craft", query.crafts),
        ("district", query.districts),
    ):
        if slugs:
            labels = counts.get(FACETS.index(facet), [])
            ids[facet] = [label.value for label in labels if label.slug in slugs]
            for _level in range(_DEEPEST):
                ids[facet] += [
                    label.value
                    for label in labels
                    if label.parent in ids[facet] and label.value not in ids[facet]
                ]
    return ids


def _facets(query: SearchQuery, counts: dict[int, list[_Count]]) -> dict[str, tuple[FacetValue, ...]]:
    language = (get_language() or "en")[:2]
    by_facet = {facet: counts.get(place, []) for place, facet in enumerate(FACETS)}
    flags = {
        facet: sum(count.products for count in by_facet[facet] if count.value == 1)
        for facet in ("certified", "gi")
    }
    return {
        "category": _labelled(by_facet["category"], (query.category,), language),
        "craft": _labelled(by_facet["craft"], query.crafts, language),
        "district": _labelled(by_facet["district"], query.districts, language),
        "certified": (FacetValue("1", _("Certified"), flags["certified"], query.certified is True),),
        "gi": (FacetValue("1", _("GI tag"), flags["gi"], query.gi is True),),
        "availability": _availability(by_facet["availability"], query.available),
        "price": _prices(by_facet["price"], query),
    }


def _labelled(counts: list[_Count], chosen: Sequence[str], language: str) -> tuple[FacetValue, ...]:
    """Return the labels that have products or are chosen, most products first."""
    place = {"hi": 1, "ur": 2}.get(language, 0)
    values = [
        FacetValue(count.slug, count.names[place] or count.names[0], count.products, count.slug in chosen)
        for count in counts
        if count.slug is not None and (count.products or count.slug in chosen)
    ]
    return tuple(sorted(values, key=lambda value: (-value.count, value.name)))


def _availability(counts: list[_Count], chosen: Sequence[str]) -> tuple[FacetValue, ...]:
    by_code = {count.value: count.products for count in counts}
    names = {
        "ready": _("Ready to send"),
        "made-to-order": _("Made to order"),
        "sold-out": _("Sold out"),
    }
    return tuple(
        FacetValue(slug, names[slug], by_code.get(_AVAILABILITY_CODE[slug], 0), slug in chosen)
        for slug in AVAILABILITY
    )


def _prices(counts: list[_Count], query: SearchQuery) -> tuple[FacetValue, ...]:
    by_band = {count.value: count.products for count in counts}
    values = []
    for low, high in OFFERED_BANDS:
        ends = (Decimal(low) if low else None, high - Decimal("0.01") if high else None)
        values.append(
            FacetValue(
                slug="-".join(str(end or "") for end in ends),
                name=_band_name(low, high),
                count=sum(by_band.get(band, 0) for band in bands_of_offer(low, high)),
                selected=any(ends) and (query.price_min, query.price_max) == ends,
                low=ends[0],
                high=ends[1],
            )
        )
    return tuple(values)


def _band_name(low: int | None, high: int | None) -> str:
    if low is None:
        return _("Under ₹%(high)s") % {"high": _grouped(high)}
    if high is None:
        return _("₹%(low)s and more") % {"low": _grouped(low)}
    return _("₹%(low)s to ₹%(high)s") % {"low": _grouped(low), "high": _grouped(high)}


def _grouped(rupees: int | None) -> str:
    """Return whole rupees below one lakh with the Indian comma."""
    return f"{rupees:,}"
