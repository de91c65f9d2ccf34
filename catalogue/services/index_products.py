"""Write the search index."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from catalogue.models import IndexedProduct, Label, Term
from catalogue.reference import label_names
from catalogue.words import synonym_spellings, words

_ROW = f"({', '.join(['%s'] * 15)})"
_COLUMNS = (
    "product_id, listed, category, craft, district, certified, gi, availability, price_paise, created_at, "
    "store_updated_at, name, title_terms, label_terms, terms"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A category, craft or district as the store names it; ``parent`` is the slug of the one above."""

    slug: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be known of one product; words in ``titles`` count most, then ``labels``, then ``texts``."""

    product_id: str
    listed: bool
    name: str
    price_paise: int
    created_at: datetime
    store_updated_at: datetime
    category: Tag | None = None
    craft: Tag | None = None
    district: Tag | None = None
    certified: bool = False
    gi: bool = False
    availability: IndexedProduct.Availability = IndexedProduct.Availability.SOLD_OUT
    titles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def index_products(*, entries: Sequence[Entry]) -> None:
    """
    Write entries; one that is older than what the index knows of its product is ignored.

    Rows are taken in the order of their ids, so that two writers cannot block each other for good.
    """
    if not entries:
        return
    ordered = sorted(entries, key=lambda entry: entry.product_id)
    found = [_words(entry) for entry in ordered]
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Held off by count_terms from the start: no word may go between being looked up and being used.
            cursor.execute("LOCK TABLE catalogue_indexedproduct IN ROW EXCLUSIVE MODE")
        labels = _labels(ordered)
        terms = _terms({word for parts in found for part in parts for word in part})
        rows = [
            (
                *_row(entry, labels),
                len(title),
                len(title) + len(label),
                [terms[word] for word in (*title, *label, *rest)],
            )
            for entry, (title, label, rest) in zip(ordered, found, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO catalogue_indexedproduct ({_COLUMNS}) VALUES {', '.join([_ROW] * len(rows))} "  # noqa: S608
                f"ON CONFLICT (product_id) DO UPDATE SET ({_COLUMNS}) = "
                f"({', '.join('EXCLUDED.' + column for column in _COLUMNS.split(', '))}) "
                "WHERE catalogue_indexedproduct.store_updated_at <= EXCLUDED.store_updated_at",
                [value for row in rows for value in row],
            )


def forget_product(*, product_id: str, at: datetime) -> None:
    """Take a product that the store has no more out of the listing; unknown ones change nothing."""
    IndexedProduct.objects.filter(product_id=product_id, store_updated_at__lte=at).update(
        listed=False, store_updated_at=at
    )


def count_terms() -> None:
    """Count anew in how many listed products each word stands; words of no product go."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalogue_indexedproduct IN SHARE MODE")
        cursor.execute(
            """
            WITH counted AS (
                SELECT term, count(*) FILTER (WHERE listed) AS products
                  FROM catalogue_indexedproduct, unnest(terms) AS term GROUP BY term)
            MERGE INTO catalogue_term AS known USING (
                SELECT term.id, COALESCE(counted.products, 0) AS products, counted.term IS NULL AS unused
                  FROM catalogue_term AS term LEFT JOIN counted ON counted.term = term.id) AS fresh
               ON known.id = fresh.id
             WHEN MATCHED AND fresh.unused AND NOT known.stands_in THEN DELETE
             WHEN MATCHED AND known.products <> fresh.products THEN UPDATE SET products = fresh.products
            """
        )
        cursor.execute(
            "INSERT INTO catalogue_term (word, products, stands_in) SELECT unnest(%s::text[]), 0, TRUE "
            "ON CONFLICT (word) DO NOTHING",
            [sorted(synonym_spellings())],
        )


def _labels(entries: Iterable[Entry]) -> dict[tuple[str, str], int]:
    """Return the ids of all labels that the entries bear; new ones are made."""
    tags: dict[tuple[str, str], Tag] = {}
    for entry in entries:
        for kind in ("category", "craft", "district"):
            tag: Tag | None = getattr(entry, kind)
            if tag is not None:
                tags[kind, tag.slug] = tag
    wanted = {slug for _, slug in tags}
    ids = {(row.kind, row.slug): row.id for row in Label.objects.filter(slug__in=wanted)}
    for key in sorted(tags.keys() - ids.keys()):
        ids[key] = _new_label(key[0], tags[key]).id
    return ids


def _new_label(kind: str, tag: Tag) -> Label:
    parent = _new_label(kind, Tag(tag.parent, tag.parent)) if tag.parent else None
    known = label_names(kind, tag.slug)
    name, name_hi, name_ur = known or (tag.name, "", "")
    return Label.objects.get_or_create(
        kind=kind,
        slug=tag.slug,
        defaults={"name": name[:250], "name_hi": name_hi, "name_ur": name_ur, "parent": parent},
    )[0]


def _row(entry: Entry, labels: Mapping[tuple[str, str], int]) -> tuple[Any, ...]:
    return (
        entry.product_id,
        entry.listed,
        labels["category", entry.category.slug] if entry.category else 0,
        labels["craft", entry.craft.slug] if entry.craft else 0,
        labels["district", entry.district.slug] if entry.district else 0,
        entry.certified,
        entry.gi,
        int(entry.availability),
        entry.price_paise,
        entry.created_at,
        entry.store_updated_at,
        entry.name[:250],
    )


def _words(entry: Entry) -> tuple[list[str], list[str], list[str]]:
    """Return the words of titles, labels and texts, each word once, where it counts most."""
    seen: set[str] = set()
    parts: list[list[str]] = []
    for texts in (entry.titles, entry.labels, entry.texts):
        part = dict.fromkeys(word for text in texts for word in words(text) if word not in seen)
        seen.update(part)
        parts.append(list(part))
    return parts[0], parts[1], parts[2]


def _terms(wanted: set[str]) -> dict[str, int]:
    """
    Return the ids of words; new ones are made.

    A word seen in goods is a word in its own right, even if it was known as another spelling before.
    """
    ids = {
        term.word: term.id
        for term in Term.objects.filter(word__in=wanted, stands_in=False).only("id", "word")
    }
    missing = sorted(wanted - ids.keys())
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO catalogue_term (word, products, stands_in) SELECT unnest(%s::text[]), 1, FALSE "
                "ON CONFLICT (word) DO UPDATE SET stands_in = FALSE RETURNING word, id",
                [missing],
            )
            ids.update(cursor.fetchall())
    return ids
