"""
A code over several sellers: typed in the bag, paid, partly cancelled, partly refunded, paid out.

The operator bears it: the groups are paid as if nothing had been taken off; where the voucher says so, they do.
"""

from decimal import Decimal

import httpx
import pytest

import sellers.ledger.facade as ledger
from commerce.client import DiscountValueTypeEnum as ValueType
from commerce.client import (
    MetadataInput,
    VoucherChannelListingAddInput,
    VoucherChannelListingInput,
    VoucherInput,
    VoucherTypeEnum,
)
from commerce.facade import app_store, refuse_on
from jkrlm.people.facade import Role
from sellers.orders.models import SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.tax.models import TaxDocument
from tests.common.books import paise
from tests.common.live import LiveShop, at_rest, broken_clauses, words
from tests.journeys import Buyer, form
from tests.seller_orders.conftest import (
    BENGALURU,
    again,
    press,
    sent_and_delivered,
    staff,
    trial,
    waiting_decision,
)

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]


def make_voucher(shop: LiveShop, code: str, value: str, *, bearer: str = "", least: str = "", **given) -> str:
    code = f"{code}-{shop.shop.tag}".upper()
    store = app_store()
    wanted = {"discount_value_type": ValueType.PERCENTAGE} | given
    made = store.voucher_create(
        input=VoucherInput(code=code, name=f"{code} (sample)", **wanted)
    ).voucher_create
    refuse_on(made.errors)
    listing = VoucherChannelListingAddInput(
        channel_id=shop.shop.channel, discount_value=value, **({"min_amount_spent": least} if least else {})
    )
    listed = store.voucher_channel_listing_update(
        id=made.voucher.id, input=VoucherChannelListingInput(add_channels=[listing])
    ).voucher_channel_listing_update
    refuse_on(listed.errors)
    if bearer:
        entry = MetadataInput(key="umeed.bearer", value=bearer)
        refuse_on(store.metadata_update(id=made.voucher.id, input=[entry]).update_metadata.errors)
    return code


def books(part: SellerOrder) -> ledger.OrderBooks:
    return ledger.orders_in_books([part.order_number])[part.order_number]


def spent() -> Decimal:
    """Return what the operator has paid by vouchers so far."""
    return ledger.balance(ledger.account_of("voucher-discounts")).amount


def bag_with(shop: LiveShop, code: str, **where: str) -> tuple[Buyer, httpx.Response]:
    """A stole for 3,500 and a tray for 1,200, and the code typed in the bag."""
    buyer = shop.buyer(**where)
    buyer.add(shop.shop.slug("Kani stole"))
    page = buyer.add(shop.shop.slug("Walnut tray", "KZ11"))
    return buyer, buyer.send(page, "/cart/code/", {"code": code.lower()})


def ordered_with(shop: LiveShop, code: str, method: str, **where: str) -> tuple[SellerOrder, SellerOrder]:
    buyer, bag = bag_with(shop, code, **where)
    assert f"Code {code} is on." in words(bag)
    answer = buyer.place(buyer.check_pin(), method)
    if method == "stripe":
        buyer.pay(answer)
    at_rest()
    stole, tray = SellerOrder.objects.order_by("group_code")
    return stole, tray


def test_the_groups_are_paid_in_full_and_the_operator_pays_what_the_code_took_off(shop: LiveShop) -> None:
    code = make_voucher(shop, "ten", "10")

    stole, tray = ordered_with(shop, code, "stripe")

    order = shop.order()
    (line,), (other,) = stole.lines.all(), tray.lines.all()
    assert (line.net + line.gst, line.voucher, line.paid) == (3500, 350, 3150)
    assert (other.net + other.gst, other.voucher, other.discount) == (1200, 120, 0)
    assert line.commission == 280, "as if sold at the full price"
    assert spent() == 470
    assert paise(order.total.gross) == int((3150 + 1080) * 100 + shipping(stole, tray) * 100)
    assert (stole.voucher_code, books(stole).due.amount) == (code, 0)
    assert shop.kept_paise() == paise(order.total.gross)
    placed = shop.letters("placed")[0]
    assert f"Code {code}" in placed.text and "−₹470" in placed.text
    assert trial() == 0
    assert broken_clauses() == {}


def shipping(*parts: SellerOrder) -> Decimal:
    return sum((part.delivery_net + part.delivery_gst for part in parts), Decimal(0))


def test_one_share_comes_back_at_what_was_paid_and_the_other_is_paid_out(shop: LiveShop) -> None:
    code = make_voucher(shop, "ten", "10")
    stole, tray = ordered_with(shop, code, "stripe")
    for part in (stole, tray):
        sent_and_delivered(part)
    line = stole.lines.get()
    logistics, checker = staff(Role.LOGISTICS), staff(Role.FINANCE_CHECKER, name="Checker")
    given = {f"units_{line.pk}": 1, "why": "damaged", "bearer": "group", "reason": "A tear at the hem"}
    assert press(logistics, f"parcels/{stole.code}/return/", **given).status_code == 302
    assert press(checker, waiting_decision(), to="approved", words="Seen").status_code == 302
    at_rest()
    again()
    at_rest()

    assert Decimal(paise(shop.order().total_refunded)) / 100 == 3150, "what was paid, not the list price"
    assert spent() == 120, "what it had paid for the stole the operator has back"
    left = books(stole).shares[stole.code]
    assert (left.left.goods.amount, left.left.voucher.amount, left.group.amount) == (0, 0, 0)
    invoice, note = TaxDocument.objects.filter(parcel_code=stole.code).order_by("pk")
    assert (invoice.paid_by_voucher, note.total, note.paid_by_voucher) == (350, 3500, 350)

    tray_line = tray.lines.get()
    ledger.clear_shares(
        [ledger.Clearing(order=tray.order_number, item=tray.code, occurred_on=tray.confirmed_at.date())]
    )
    payable = ledger.balance(ledger.account_of("payable-to-seller", "KZ11")).amount
    kept = tray_line.commission + tray_line.commission_gst + tray_line.tcs + tray_line.tds
    assert payable == tray_line.net - kept
    assert tray_line.net + tray_line.gst == 1200
    assert trial() == 0
    assert broken_clauses() == {}


def test_a_parcel_that_is_gone_gives_back_what_was_paid_for_it(shop: LiveShop) -> None:
    code = make_voucher(shop, "ten", "10")
    stole, tray = ordered_with(shop, code, "stripe", **BENGALURU)
    before = shop.kept_paise()

    move.cancel(code=tray.code, by=By("person:7"), now=tray.confirmed_at, reason="It broke")
    at_rest()
    again()
    at_rest()

    gone = int((1080 + shipping(tray)) * 100)
    assert before - shop.kept_paise() == gone
    assert spent() == 350
    assert books(stole).left.amount == 3150 + shipping(stole)
    assert trial() == 0
    assert broken_clauses() == {}


def test_where_the_group_bears_it_the_value_of_the_supply_is_less(shop: LiveShop) -> None:
    code = make_voucher(shop, "hers", "10", bearer="group")

    stole, tray = ordered_with(shop, code, "cash-on-delivery", **BENGALURU)

    line = stole.lines.get()
    assert (line.net + line.gst, line.voucher, line.discount) == (3150, 0, 350)
    assert spent() == 0
    assert stole.cash_to_collect == 3150 + shipping(stole)
    assert tray.cash_to_collect == 1080 + shipping(tray)
    sent_and_delivered(stole)
    (invoice,) = TaxDocument.objects.filter(parcel_code=stole.code)
    assert (invoice.discount, invoice.paid_by_voucher) == (350, 0)
    assert invoice.total == 3150 + shipping(stole)
    assert trial() == 0
    assert broken_clauses() == {}


def test_free_delivery_is_the_operators_own_income_let_go(shop: LiveShop) -> None:
    code = make_voucher(shop, "free", "100", type=VoucherTypeEnum.SHIPPING)
    buyer, bag = bag_with(shop, code)
    assert bag.status_code == 422
    assert "check your PIN code at the checkout first" in words(bag)

    drawn = form(buyer.check_pin(), "/checkout/place/").values({**buyer.contact, "code": code})
    page = buyer.web.post("/checkout/code/", data=drawn)
    assert f"Code {code} is on." in words(page)
    buyer.pay(buyer.place(page, "stripe"))
    at_rest()

    stole, tray = SellerOrder.objects.order_by("group_code")
    order = shop.order()
    assert (paise(order.shipping_price.gross), paise(order.total.gross)) == (0, 470000)
    assert shipping(stole, tray) == 0
    assert (
        stole.delivery_discount + tray.delivery_discount
        == Decimal(paise(order.undiscounted_shipping_price)) / 100
    )
    assert spent() == 0
    assert trial() == 0
    assert broken_clauses() == {}


def test_what_a_code_needs_is_said_in_plain_words(shop: LiveShop) -> None:
    code = make_voucher(shop, "big", "10", least="5000")
    _buyer, bag = bag_with(shop, code)
    assert bag.status_code == 422
    assert "This code needs a bag of ₹5,000 or more; yours is ₹4,700." in words(bag)
    assert code.lower() in bag.text, "nothing typed is lost"
    _buyer, bag = bag_with(shop, "NOSUCHCODE")
    assert (bag.status_code, "We have no code “NOSUCHCODE”" in words(bag)) == (422, True)
