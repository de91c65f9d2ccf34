"""Stock and price as a seller sets them: absolute, last wish wins, repeated and cut off without harm."""

import pytest

from catalogue import facade as catalogue
from catalogue.facade import ListingState, VariantWish
from catalogue.models import ListingVariant
from catalogue.services import carry
from commerce.client import CheckoutCreateInput, CheckoutLineInput, StockInput
from commerce.embedded.warehouse.models import Stock
from commerce.facade import StoreUnavailable, app_store, public_store
from jkrlm.kernel.models import OutboxMessage
from jkrlm.kernel.outbox import Event
from tests.catalogue.goods import SELLER, cushion, deliver, mine, on_sale, open_house, rupees

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house() -> None:
    open_house()


def stock_of(sku: str) -> tuple[int, int]:
    """Return (how many there are, how many of them are sold)."""
    product = app_store().listing_product(external_reference=sku.rsplit("/")[0], channel="online").product
    (stock,) = product.product_variants.edges[0].node.stocks
    return stock.quantity, stock.quantity_allocated


def sell(pieces: int) -> None:
    """Pieces are sold and not sent yet."""
    Stock.objects.update(quantity_allocated=pieces)


def send(pieces: int) -> None:
    """Sold pieces leave the house."""
    stock = Stock.objects.get()
    stock.quantity -= pieces
    stock.quantity_allocated -= pieces
    stock.save()


def wish(row, quantity: int, key: str = "k") -> None:
    catalogue.set_quantity(row.id, quantity, key, SELLER, group_codes=["KZ09"])


def news(**payload: object) -> Event:
    from jkrlm.kernel import clock

    return Event(id=1, name="x", payload=payload, issued_at=clock.now())


def variant_of(row) -> int:
    return ListingVariant.objects.get(listing_id=row.id).pk


def test_what_is_sold_already_is_added_to_what_can_be_sold() -> None:
    row = on_sale(cushion(quantity=3))
    sell(2)
    wish(row, 5)
    deliver()
    assert stock_of(row.sku) == (7, 2)
    assert mine(row.id).quantity == 5


def test_the_last_wish_wins_and_events_that_come_late_or_twice_change_nothing() -> None:
    row = on_sale(cushion(quantity=3))
    for number, quantity in enumerate((9, 1, 4)):
        wish(row, quantity, f"k{number}")
    deliver()
    assert stock_of(row.sku) == (4, 0)
    sell(2)
    send(2)
    for _twice in range(2):
        catalogue.on_stock_wished(news(variant=variant_of(row)))
    assert stock_of(row.sku)[0] == 2, "what left the house is not put back on the shelf"


def test_a_write_that_was_cut_off_after_the_store_had_it_is_not_written_again(monkeypatch) -> None:
    row = on_sale(cushion(quantity=3))
    wish(row, 9)
    real = carry._write_stock

    def cut(*given: object) -> None:
        real(*given)
        raise StoreUnavailable("the line broke")

    monkeypatch.setattr(carry, "_write_stock", cut)
    with pytest.raises(StoreUnavailable):
        catalogue.on_stock_wished(news(variant=variant_of(row)))
    monkeypatch.undo()
    assert stock_of(row.sku) == (9, 0)
    sell(4)
    send(4)
    catalogue.on_stock_wished(news(variant=variant_of(row)))
    assert stock_of(row.sku) == (5, 0)
    kept = ListingVariant.objects.get(listing_id=row.id)
    assert (kept.stock_done, kept.stock_wish, kept.stock_target) == (1, 1, None)


def test_a_write_that_was_cut_off_before_the_store_had_it_is_made(monkeypatch) -> None:
    row = on_sale(cushion(quantity=3))
    wish(row, 9)

    def cut(*given: object) -> None:
        raise StoreUnavailable("the line broke")

    monkeypatch.setattr(carry, "_write_stock", cut)
    with pytest.raises(StoreUnavailable):
        catalogue.on_stock_wished(news(variant=variant_of(row)))
    monkeypatch.undo()
    sell(1)
    catalogue.on_stock_wished(news(variant=variant_of(row)))
    assert stock_of(row.sku) == (10, 1)


def test_a_parcel_that_leaves_while_stock_is_written_is_not_sold_twice(monkeypatch) -> None:
    row = on_sale(cushion(quantity=3))
    sell(2)
    wish(row, 5)
    real, calls = carry._write_stock, []

    def meanwhile(*given: object) -> None:
        if not calls:
            send(2)
        calls.append(given[-1])
        real(*given)

    monkeypatch.setattr(carry, "_write_stock", meanwhile)
    catalogue.on_stock_wished(news(variant=variant_of(row)))
    assert calls == [7, 5]
    assert stock_of(row.sku) == (5, 0)


def test_a_price_is_for_all_sizes_or_for_one() -> None:
    wishes = (VariantWish("Small", None, 2), VariantWish("Large", rupees("2000"), 2))
    row = on_sale(cushion(variants=wishes))
    catalogue.set_price(row.id, rupees("1500"), "a", SELLER)
    catalogue.set_price(row.id, rupees("2500"), "b", SELLER, variant=row.variants[1].sku)
    deliver()
    product = app_store().listing_product(external_reference=row.sku, channel="online").product
    prices = {
        edge.node.sku: edge.node.channel_listings[0].price.amount for edge in product.product_variants.edges
    }
    assert prices == {f"{row.sku}-1": 1500, f"{row.sku}-2": 2500}
    before = OutboxMessage.objects.count()
    catalogue.on_price_wished(news(variant=row.variants[0].id))
    assert OutboxMessage.objects.count() == before


def test_wishes_made_before_the_store_has_the_goods_go_with_them() -> None:
    from tests.catalogue.goods import approved

    row = approved(cushion(quantity=3))
    wish(row, 8)
    catalogue.set_price(row.id, rupees("999"), "p", SELLER)
    deliver()
    assert stock_of(row.sku) == (8, 0)
    seen = mine(row.id)
    assert (seen.state, seen.quantity, seen.price) == (ListingState.ON_SALE, 8, rupees("999"))
    card = public_store().product_details(slug=row.slug or seen.slug, channel="online").product
    assert card.pricing.price_range.start.gross.fractional_amount == 99_900


def test_the_seller_sees_what_was_sold_and_when_the_last_piece_went() -> None:
    row = on_sale(cushion(quantity=3))
    sell(2)
    catalogue.on_group_sold(news(code="1-KZ09", group="KZ09"))
    assert mine(row.id).quantity == 1
    sell(3)
    for _twice in range(2):
        catalogue.on_product_changed(news(product={"id": row.product_id}))
    seen = mine(row.id)
    assert (seen.quantity, seen.state) == (0, ListingState.SOLD_OUT)


def test_only_what_an_order_holds_is_read_again() -> None:
    ordered, other = on_sale(cushion(quantity=3)), on_sale(cushion(quantity=5, key="other"))
    Stock.objects.update(quantity_allocated=1)
    catalogue.on_group_sold(news(code="1-KZ09", group="KZ09", products=[ordered.product_id]))
    assert (mine(ordered.id).quantity, mine(other.id).quantity) == (2, 5)


def test_a_wish_on_its_way_is_not_overwritten_by_what_the_store_had_before() -> None:
    row = on_sale(cushion(quantity=3))
    wish(row, 7)
    catalogue.on_group_sold(news(code="1-KZ09", group="KZ09"))
    assert mine(row.id).quantity == 7
    deliver()
    catalogue.on_group_sold(news(code="1-KZ09", group="KZ09"))
    assert mine(row.id).quantity == 7


def test_what_staff_counted_in_the_store_is_shown_to_the_seller() -> None:
    row = on_sale(cushion(quantity=3))
    product = app_store().listing_product(external_reference=row.sku, channel="online").product
    node = product.product_variants.edges[0].node
    app_store().product_variant_stocks_update(
        variant_id=node.id, stocks=[StockInput(warehouse=node.stocks[0].warehouse.id, quantity=11)]
    )
    deliver()
    assert mine(row.id).quantity == 11


def test_made_to_order_is_sold_without_being_counted() -> None:
    row = on_sale(cushion(stock_kind="made-to-order", lead_days=21, quantity=0))
    assert row.state == ListingState.ON_SALE
    product = app_store().listing_product(external_reference=row.sku, channel="online").product
    answer = public_store().checkout_create(
        input=CheckoutCreateInput(
            channel="online",
            lines=[CheckoutLineInput(variant_id=product.product_variants.edges[0].node.id, quantity=2)],
        )
    )
    assert answer.checkout_create.errors == []
