"""Find where the search index and the store say different things of a product, and index those anew."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Final

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Mod

from catalogue.models import Block, IndexedProduct, Label, Listing
from catalogue.services.carry import carry_blocks
from catalogue.services.index_products import Entry, forget_product, index_products
from catalogue.services.reindex import entry_of
from commerce.client import (
    DateTimeFilterInput,
    DateTimeRangeInput,
    ProductForIndexParts,
    ProductWhereInput,
)
from commerce.facade import Drift, DriftKind, Window, app_store
from jkrlm.kernel import clock

#: Attributes are dear: a page of so many products costs half of what Saleor allows.
PAGE: Final = 50
#: Stock may change without the product's date: each quarter of an hour so many more are looked at, in turn.
IN_TURN: Final = 2000
QUARTER_HOUR_SECONDS: Final = 900


def compare(window: Window) -> Iterator[Drift]:
    """
    Yield the products that the index has otherwise than the store; they are indexed anew unless dry.

    Compared are those that the store changed in the window, and some of the others in turn, so that each
    has its turn; all of them where the window is thorough. Goods that the store has no more are taken out.

    Raises:
        StoreUnavailable, StoreRefused: from the store.
    """
    seen: set[str] = set()
    where = None if window.thorough else _changed(window)
    for found in _pages(where):
        seen.update(each.entry.product_id for each in found)
        yield from _differences(found, dry_run=window.dry_run)
    yield from _compare_rows(_others(window, seen), dry_run=window.dry_run)


def _changed(window: Window) -> ProductWhereInput:
    return ProductWhereInput(
        updated_at=DateTimeFilterInput(range=DateTimeRangeInput(gte=window.since, lte=window.until))
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A product as the store has it; ``for_sale`` is None where it stands in no channel of ours."""

    entry: Entry
    for_sale: bool | None


def _pages(where: ProductWhereInput | None) -> Iterator[list[_Found]]:
    after: str | None = None
    while True:
        page = (
            app_store()
            .products_to_compare(channel=settings.CHANNEL_ONLINE, first=PAGE, after=after, where=where)
            .products
        )
        if page is None:
            return
        yield [_Found(entry_of(edge.node), _for_sale(edge.node)) for edge in page.edges]
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


def _for_sale(product: ProductForIndexParts) -> bool | None:
    ours = any(each.channel.slug == settings.CHANNEL_ONLINE for each in product.channel_listings or ())
    return bool(product.is_available_for_purchase) if ours else None


def _others(window: Window, seen: set[str]) -> Iterator[str]:
    """Yield ids of the index whose turn it is; all that are listed, where the window is thorough."""
    rows = IndexedProduct.objects.order_by("id")
    if window.thorough:
        rows = rows.filter(listed=True)
    else:
        turns = max(-(-rows.count() // IN_TURN), 1)
        turn = int(window.until.timestamp()) // QUARTER_HOUR_SECONDS % turns
        rows = rows.annotate(turn=Mod(F("id"), turns)).filter(turn=turn)
    return (gid for gid in rows.values_list("product_id", flat=True).iterator() if gid not in seen)


def _compare_rows(ids: Iterable[str], *, dry_run: bool) -> Iterator[Drift]:
    """Compare products that the index knows by asking the store for each; those it has no more go."""
    rest = iter(ids)
    while batch := list(islice(rest, PAGE)):
        asked_at = clock.now()
        found = [each for page in _pages(ProductWhereInput(ids=batch)) for each in page]
        yield from _differences(found, dry_run=dry_run)
        gone = set(batch) - {each.entry.product_id for each in found}
        yield from _forget(gone, asked_at, dry_run=dry_run)


def _forget(gone: set[str], asked_at: datetime, *, dry_run: bool) -> Iterator[Drift]:
    for row in IndexedProduct.objects.filter(product_id__in=gone, listed=True).order_by("id"):
        if not dry_run:
            forget_product(product_id=row.product_id, at=asked_at)
        yield Drift(
            DriftKind.CATALOGUE,
            row.product_id,
            f"{row.name}: is found here, the store has it no more",
            mended=not dry_run,
        )


def _differences(found: list[_Found], *, dry_run: bool) -> Iterator[Drift]:
    yield from _wrongly_for_sale(found, dry_run=dry_run)
    entries = [each.entry for each in found]
    ids = [entry.product_id for entry in entries]
    known = {row.product_id: row for row in IndexedProduct.objects.filter(product_id__in=ids)}
    labels = {(row.kind, row.slug): row.pk for row in Label.objects.all()}
    differing = [
        (entry, words) for entry in entries if (words := _said(entry, known.get(entry.product_id), labels))
    ]
    if differing and not dry_run:
        index_products(entries=[entry for entry, _ in differing])
    for entry, words in differing:
        sentence = f"{entry.name}: {'; '.join(words)}"
        yield Drift(DriftKind.CATALOGUE, entry.product_id, sentence, mended=not dry_run)


def _wrongly_for_sale(found: list[_Found], *, dry_run: bool) -> Iterator[Drift]:
    """
    Yield products that the store sells although they are blocked, or does not although nothing blocks them.

    Only goods that have been ours to decide on count: a listing, or a block once. Mended before the index,
    which then reads what is true.
    """
    ids = [each.entry.product_id for each in found if each.for_sale is not None]
    blocks = Block.objects.filter(product_id__in=ids)
    held = set(blocks.filter(lifted_at__isnull=True).values_list("product_id", flat=True))
    ours = held | set(blocks.values_list("product_id", flat=True))
    listings = Listing.objects.filter(product_id__in=ids, published_at__isnull=False)
    ours |= set(listings.values_list("product_id", flat=True))
    for each in found:
        product_id = each.entry.product_id
        if product_id not in ours or each.for_sale is None or each.for_sale != (product_id in held):
            continue
        if not dry_run:
            carry_blocks(product_id=product_id)
        what = (
            "can be bought although it is blocked" if each.for_sale else "cannot be bought, nothing blocks it"
        )
        yield Drift(DriftKind.CATALOGUE, product_id, f"{each.entry.name}: {what}", mended=not dry_run)


def _said(entry: Entry, row: IndexedProduct | None, labels: dict[tuple[str, str], int]) -> list[str]:
    """Return in words what the index has otherwise; nothing for goods that neither shows."""
    if row is None:
        return ["not known here"] if entry.listed else []
    if not row.listed and not entry.listed:
        return []
    words = []
    if row.listed != entry.listed:
        words.append("is listed in the store" if entry.listed else "is found here, not listed in the store")
    if row.price_paise != entry.price_paise:
        words.append(f"price {_rupees(row.price_paise)} here, {_rupees(entry.price_paise)} in the store")
    if row.availability != entry.availability:
        here = IndexedProduct.Availability(row.availability).label
        words.append(f"{here} here, {entry.availability.label} in the store")
    if row.name != entry.name[:250]:
        words.append(f"named {row.name} here")
    if (row.certified, row.gi) != (entry.certified, entry.gi):
        words.append("other marks of certification or origin")
    for kind in ("category", "craft", "district"):
        tag = getattr(entry, kind)
        if getattr(row, kind) != (labels.get((kind, tag.slug)) if tag else 0):
            words.append(f"another {kind}")
    if not words and row.store_updated_at < entry.store_updated_at:
        words.append("changed without our being told")
    return words


def _rupees(paise: int) -> str:
    return f"₹{Decimal(paise).scaleb(-2):,.2f}"
