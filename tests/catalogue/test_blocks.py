"""Whether goods may be bought: one owner, every reason, carried to the store, and refused at the till."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from catalogue import facade as catalogue
from catalogue.facade import BadHoliday, ListingClosed, ListingState, ListingUnknown, SearchQuery, search
from catalogue.models import Block, Listing
from catalogue.services.blocks import judge
from catalogue.services.carry import carry_blocks
from catalogue.services.on_sale import judge_licences, turn_of_days
from commerce.client import (
    CheckoutCreateInput,
    CheckoutLineInput,
    ProductChannelListingAddInput,
    ProductChannelListingUpdateInput,
)
from commerce.facade import Window, app_store, public_store
from jkrlm.kernel import clock
from jkrlm.kernel.models import OutboxMessage
from sellers.registry import models as registry
from sellers.registry.services.licences import end_licence, record_licence, verify_licence
from tests.catalogue.goods import SELLER, cushion, deliver, editor, mine, on_sale, open_house

pytestmark = pytest.mark.django_db

HONEY = {"kind": "honey", "answers": {"net-g": "500"}}


@pytest.fixture(autouse=True)
def house() -> None:
    open_house()


def try_to_buy(sku: str) -> list[str]:
    """Return the codes with which the store refuses a bag with one piece; none where it does not."""
    product = app_store().listing_product(external_reference=sku, channel="online").product
    variant = product.product_variants.edges[0].node.id
    answer = public_store().checkout_create(
        input=CheckoutCreateInput(channel="online", lines=[CheckoutLineInput(variant_id=variant, quantity=1)])
    )
    return [error.code.value for error in answer.checkout_create.errors]


def page_of(slug: str):
    return public_store().product_details(slug=slug, channel="online").product


def reasons(listing_id: int) -> list[str]:
    return [block.reason for block in mine(listing_id).blocks]


def window(**changes: object) -> Window:
    now = clock.now()
    facts = {"since": now - timedelta(hours=1), "until": now + timedelta(hours=1), "dry_run": False}
    return Window(**{**facts, **changes})


def test_blocked_goods_keep_their_page_and_cannot_be_bought() -> None:
    row = on_sale(cushion())
    assert try_to_buy(row.sku) == []
    catalogue.block([row.product_id], "recall", "certification", note="Dye runs")
    deliver()
    seen = mine(row.id)
    assert seen.state == ListingState.OFF_SALE
    assert [(block.reason, block.source, block.note) for block in seen.blocks] == [
        ("recall", "certification", "Dye runs")
    ]
    page = page_of(row.slug)
    assert page is not None and page.is_available_for_purchase is False
    assert try_to_buy(row.sku) == ["PRODUCT_UNAVAILABLE_FOR_PURCHASE"]
    assert search(SearchQuery(available=("sold-out",))).product_ids == (row.product_id,)

    catalogue.unblock([row.product_id], "recall", "somebody else")
    deliver()
    assert try_to_buy(row.sku) == ["PRODUCT_UNAVAILABLE_FOR_PURCHASE"]
    catalogue.unblock([row.product_id], "recall", "certification")
    deliver()
    assert try_to_buy(row.sku) == []
    assert mine(row.id).state == ListingState.ON_SALE
    assert OutboxMessage.objects.filter(name="ListingOnSale").count() == 1


def test_a_piece_blocked_when_it_lies_in_the_bag_is_not_sold() -> None:
    row = on_sale(cushion())
    product = app_store().listing_product(external_reference=row.sku, channel="online").product
    variant = product.product_variants.edges[0].node.id
    bag = (
        public_store()
        .checkout_create(
            input=CheckoutCreateInput(
                channel="online",
                lines=[CheckoutLineInput(variant_id=variant, quantity=1)],
                email="a@example.org",
            )
        )
        .checkout_create.checkout
    )
    catalogue.block([row.product_id], "recall", "certification")
    deliver()
    refused = public_store().checkout_complete(id=bag.id).checkout_complete
    assert refused.order is None
    assert refused.errors


def test_every_block_has_to_go_before_goods_are_sold_again() -> None:
    row = on_sale(cushion())
    catalogue.block([row.product_id], "recall", "certification")
    catalogue.block([row.product_id], "recall", "certification", note="again")
    catalogue.take_off_sale(row.id, SELLER, group_codes=["KZ09"])
    catalogue.take_off_sale(row.id, SELLER, group_codes=["KZ09"])
    assert reasons(row.id) == ["recall", "seller-wish"]
    catalogue.unblock([row.product_id], "recall", "certification")
    deliver()
    assert try_to_buy(row.sku) == ["PRODUCT_UNAVAILABLE_FOR_PURCHASE"]
    catalogue.put_on_sale(row.id, SELLER, group_codes=["KZ09"])
    deliver()
    assert try_to_buy(row.sku) == []
    assert Block.objects.filter(lifted_at__isnull=False).count() == 2


def test_a_block_with_an_end_is_lifted_by_itself() -> None:
    row = on_sale(cushion())
    catalogue.block([row.product_id], "shelf-life", "x", until=clock.now() + timedelta(hours=1))
    turn_of_days(now=clock.now())
    assert reasons(row.id) == ["shelf-life"]
    turn_of_days(now=clock.now() + timedelta(hours=2))
    deliver()
    assert reasons(row.id) == []
    assert try_to_buy(row.sku) == []


def test_a_holiday_begins_and_ends_by_its_days() -> None:
    row = on_sale(cushion())
    today = clock.today()
    catalogue.set_holiday("KZ09", today + timedelta(days=2), today + timedelta(days=4), SELLER)
    assert catalogue.holiday_of("KZ09").until == today + timedelta(days=4)
    assert catalogue.holiday_of("KZ11") is None
    assert reasons(row.id) == []
    morning = datetime.combine(today, datetime.min.time(), UTC)
    for day, held in ((1, []), (2, ["holiday"]), (4, ["holiday"]), (5, [])):
        turn_of_days(now=morning + timedelta(days=day, hours=6))
        assert reasons(row.id) == held, day
    assert catalogue.holiday_of("KZ09") is None


def test_a_holiday_begins_at_once_covers_new_goods_and_can_be_ended() -> None:
    today = clock.today()
    catalogue.set_holiday("KZ09", today, today + timedelta(days=1), SELLER)
    row = on_sale(cushion())
    assert (row.state, reasons(row.id)) == (ListingState.OFF_SALE, ["holiday"])
    assert try_to_buy(row.sku) == ["PRODUCT_UNAVAILABLE_FOR_PURCHASE"]
    catalogue.set_holiday("KZ09", today, today + timedelta(days=9), SELLER)
    (block,) = mine(row.id).blocks
    assert clock.local_date(block.until - timedelta(seconds=1)) == today + timedelta(days=9)
    catalogue.end_holiday("KZ09", SELLER)
    catalogue.end_holiday("KZ09", SELLER)
    deliver()
    assert mine(row.id).state == ListingState.ON_SALE


@pytest.mark.parametrize(
    ("since", "until", "field"), [(3, 1, "until"), (-9, -1, "until"), (0, 200, "until"), (400, 401, "since")]
)
def test_a_holiday_that_makes_no_sense_is_refused(since: int, until: int, field: str) -> None:
    today = clock.today()
    with pytest.raises(BadHoliday) as refused:
        catalogue.set_holiday("KZ09", today + timedelta(days=since), today + timedelta(days=until), SELLER)
    assert refused.value.field == field
    assert catalogue.holiday_of("KZ09") is None


def test_food_needs_a_valid_licence_and_follows_the_register() -> None:
    row = on_sale(cushion(**HONEY))
    assert reasons(row.id) == ["licence"]
    assert row.state == ListingState.OFF_SALE
    staff, today = editor("Nuzhat Ara"), clock.today()
    licence = record_licence(
        code="KZ09", kind="fssai", number="11219999000123", valid_from=today, last_day=None, actor=staff
    )
    deliver()
    assert reasons(row.id) == ["licence"], "nobody has verified it yet"
    verify_licence(code="KZ09", licence_id=licence, how="FoSCoS", actor=staff, now=clock.now())
    deliver()
    assert try_to_buy(row.sku) == []
    assert mine(row.id).state == ListingState.ON_SALE

    end_licence(code="KZ09", licence_id=licence, last_day=today, why="given back", actor=staff)
    deliver()
    assert reasons(row.id) == []
    judge_licences(now=clock.now() + timedelta(days=1))
    deliver()
    assert reasons(row.id) == ["licence"]
    assert try_to_buy(row.sku) == ["PRODUCT_UNAVAILABLE_FOR_PURCHASE"]


def test_a_group_that_is_not_approved_or_is_suspended_sells_nothing() -> None:
    registry.Onboarding.objects.filter(group__code="KZ09").delete()
    row = on_sale(cushion())
    assert reasons(row.id) == ["onboarding"]
    open_house()
    judge(["KZ09"], now=clock.now())
    deliver()
    assert mine(row.id).state == ListingState.ON_SALE
    registry.Onboarding.objects.filter(group__code="KZ09").update(state="suspended")
    judge(["KZ09"], now=clock.now())
    Listing.objects.update(vouched=True)
    judge(["KZ09"], now=clock.now())
    assert reasons(row.id) == ["onboarding"]


def test_what_needs_a_certificate_waits_for_it() -> None:
    row = on_sale(cushion(kind="pashmina", answers={"fibre": "pashm"}))
    assert reasons(row.id) == ["certificate"]
    assert page_of(row.slug) is not None
    assert try_to_buy(row.sku) == ["PRODUCT_UNAVAILABLE_FOR_PURCHASE"]
    catalogue.unblock([row.product_id], "certificate", "certification")
    deliver()
    assert try_to_buy(row.sku) == []


def test_only_approved_goods_of_ones_own_group_are_taken_off_sale() -> None:
    row = on_sale(cushion())
    sent = catalogue.propose(cushion())
    with pytest.raises(ListingUnknown):
        catalogue.take_off_sale(row.id, SELLER, group_codes=["KZ11"])
    with pytest.raises(ListingClosed):
        catalogue.take_off_sale(sent.id, SELLER, group_codes=["KZ09"])
    assert Block.objects.count() == 0
    assert mine(row.id).state == ListingState.ON_SALE


def let_be_bought(product_id: str, free: bool) -> None:
    """Somebody in the store's own dashboard turns it."""
    store = app_store()
    channel = store.channel_by_slug(slug="online").channel.id
    given = ProductChannelListingAddInput(channel_id=channel, is_available_for_purchase=free)
    store.product_channel_listing_update(
        id=product_id, input=ProductChannelListingUpdateInput(update_channels=[given])
    )


def test_the_comparison_finds_and_mends_goods_that_the_store_sells_otherwise() -> None:
    blocked, free = on_sale(cushion()), on_sale(cushion())
    catalogue.block([blocked.product_id], "recall", "certification")
    deliver()
    let_be_bought(blocked.product_id, True)
    let_be_bought(free.product_id, False)
    found = [drift.sentence for drift in catalogue.reconcile(window(dry_run=True))]
    assert len([each for each in found if "although it is blocked" in each]) == 1
    assert len([each for each in found if "nothing blocks it" in each]) == 1
    list(catalogue.reconcile(window()))
    assert try_to_buy(blocked.sku) == ["PRODUCT_UNAVAILABLE_FOR_PURCHASE"]
    assert try_to_buy(free.sku) == []
    deliver()
    assert not [drift for drift in catalogue.reconcile(window()) if "bought" in drift.sentence]


def test_goods_that_are_not_ours_to_decide_on_are_left_alone() -> None:
    row = on_sale(cushion())
    Listing.objects.filter(pk=row.id).delete()
    let_be_bought(row.product_id, False)
    assert not [drift for drift in catalogue.reconcile(window()) if "bought" in drift.sentence]
    carry_blocks(product_id="UHJvZHVjdDo5OTk5OTk=")


def test_carrying_twice_writes_once() -> None:
    row = on_sale(cushion())
    catalogue.block([row.product_id], "recall", "certification")
    deliver()
    before = app_store().listing_product(external_reference=row.sku, channel="online").product
    OutboxMessage.objects.all().delete()
    carry_blocks(product_id=row.product_id)
    assert app_store().listing_product(external_reference=row.sku, channel="online").product == before
    assert OutboxMessage.objects.count() == 0
    assert Decimal(before.product_variants.edges[0].node.channel_listings[0].price.amount) == 1450
