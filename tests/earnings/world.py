"""Kanihama sells: seller orders with frozen amounts, as the split writes them, and their sales in the books."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User
from sellers.earnings.facade import Actor
from sellers.ledger.facade import Sale, SaleShare, Seller, SellerKind, TaxHeads
from sellers.orders.models import SellerOrder, SellerOrderLine
from sellers.payouts.models import Batch, Hold, Transfer
from tests.common.kept import kept
from tests.portal.world import LONE, PIN, SHARED, Phone, Village, open_village

TODAY = clock.today()
#: Long enough ago that every window is over, in this financial year wherever TODAY stands in it.
THEN = TODAY - timedelta(days=1)
BUYER = "12 MG Road"


def rupees(amount: str | int | Decimal) -> Money:
    return Money(Decimal(amount), "INR")


def sell(
    number: str,
    *pieces: tuple[str, str],
    group: str = "KZ09",
    sold_on: date = THEN,
    delivered_on: date | None = THEN,
    quantity: int = 1,
    by_group: bool = False,
) -> list[SellerOrderLine]:
    """
    Return the lines of an order: net prices at 5 % GST, 8 % commission with 18 % on it; where the group is
    seller of record itself, TCS 0.5 % and TDS 0.1 %.
    """
    at = datetime.combine(sold_on, datetime.min.time(), UTC) + timedelta(hours=6)
    order = SellerOrder.objects.create(
        code=f"{number}-{group}",
        order_id=f"order:{number}",
        order_number=number,
        group_code=group,
        parcel_key=group,
        state="delivered" if delivered_on else "new",
        confirmed_at=at,
        changed_at=at,
        pack_by=sold_on + timedelta(days=2),
        ship_on=sold_on + timedelta(days=2),
        earliest=sold_on + timedelta(days=5),
        latest=sold_on + timedelta(days=7),
        carrier="India Post",
        service="Speed Post",
        origin_pincode="193401",
        destination_pincode="560034",
        place_of_supply="Karnataka",
        weight_grams=400,
        seller_kind="group" if by_group else "federation",
        seller_name="Narbal Hunar CLF",
        charges_tax=True,
        delivery_net=0,
        delivery_gst=0,
        delivered_on=delivered_on,
    )
    lines = [_line(order, place, *piece, quantity, by_group) for place, piece in enumerate(pieces)]
    _book(order, lines, by_group)
    return lines


def _line(
    order: SellerOrder, place: int, name: str, net: str, quantity: int, by_group: bool
) -> SellerOrderLine:
    def part(of: Decimal, percent: str) -> Decimal:
        return (of * Decimal(percent) / 100).quantize(Decimal("0.01"))

    price = Decimal(net)
    commission = part(price, "8")
    return SellerOrderLine.objects.create(
        seller_order=order,
        order_line_id=f"line:{order.code}:{place}",
        product_id=f"product:{name}",
        sku=name,
        name=name,
        hsn="6214",
        quantity=quantity,
        rate_percent=5,
        net=price,
        gst=part(price, "5"),
        commission_percent=8,
        commission=commission,
        commission_gst=part(commission, "18"),
        tcs=part(price, "0.5"),
        tds=part(price, "0.1"),
    )


def _book(order: SellerOrder, lines: list[SellerOrderLine], by_group: bool) -> None:
    def summed(name: str) -> Money:
        return rupees(sum((getattr(line, name) for line in lines), Decimal(0)))

    seller = Seller(SellerKind.GROUP) if by_group else Seller(SellerKind.INTERMEDIARY, "clf:Narbal Hunar")
    share = SaleShare(
        item=order.code,
        group_code=order.group_code,
        seller=seller,
        goods_net=summed("net"),
        goods_gst=TaxHeads(igst=summed("gst")),
        commission=summed("commission"),
        commission_gst=TaxHeads(igst=summed("commission_gst")),
        tcs=TaxHeads(igst=summed("tcs")),
        tds=summed("tds"),
    )
    on = clock.local_date(order.confirmed_at)
    ledger.recognise_sale(Sale(order.order_number, share.gross, (share,), on))


def refund(number: str, amount: str, *, group: str = "KZ09", reference: str = "R1", on: date = TODAY) -> None:
    """Take back goods worth so much to the buyer, tax included."""
    ledger.refund_share(
        ledger.Refund(number, f"{number}-{group}", reference, goods=rupees(amount), occurred_on=on)
    )


def clear(number: str, *, group: str = "KZ09", on: date = TODAY) -> None:
    ledger.clear_shares([ledger.Clearing(number, f"{number}-{group}", on)])


def pay(reference: str, amount: str, *, group: str = "KZ09", on: date = TODAY) -> None:
    ledger.send_payouts([ledger.Payout(reference, group, rupees(amount), on)])


def paid(reference: str, amount: str, *, group: str = "KZ09", on: date = TODAY, utr: str = "") -> None:
    """A payment that arrived, as a batch of payouts leaves it, and in the books."""
    at = datetime.combine(on, datetime.min.time(), UTC) + timedelta(hours=6)
    maker, checker = (
        User.objects.get_or_create(name=name, email=f"{name.lower()}@umeed.example")[0]
        for name in ("Imran", "Nusrat")
    )
    batch = Batch.objects.create(
        state="approved",
        key=uuid4(),
        built_by=maker,
        asked_at=at,
        moved_at=at,
        minimum=100,
        decided_by=checker,
        decided_at=at,
    )
    Transfer.objects.create(
        batch=batch,
        row=1,
        reference=reference,
        group_code=group,
        group_name=group,
        district="Budgam",
        amount=Decimal(amount),
        account_id=1,
        ifsc="JAKA0ABHAMA",
        bank="J&K Bank",
        holder_name=group,
        last_four="4071",
        state="paid",
        utr=utr or f"JAKAN{on:%Y%m%d}{reference[-3:]}",
        settled_on=on,
        changed_at=at,
    )
    pay(reference, amount, group=group, on=on)
    ledger.confirm_payouts([ledger.PayoutPaid(reference, f"UTR{reference}", on)])


def hold(reason: str, *, group: str = "KZ09") -> None:
    by = User.objects.get_or_create(name="Imran", email="imran@umeed.example")[0]
    Hold.objects.create(
        group_code=group,
        kind="staff",
        reason=reason,
        whom_to_ask="Finance desk, 0194 247 0000",
        since=clock.now(),
        placed_by=by,
    )


@dataclass
class World:
    """``actor`` is a woman as she acts for herself; ``phone`` the one that she has unlocked."""

    village: Village
    users: dict[str, int]

    def person(self, name: str) -> int:
        return self.village.people[name]

    def phone(self, name: str) -> Phone:
        if name == "Dilshada Mir":
            return Phone(LONE).trust()
        found = Phone(SHARED).trust()
        assert found.choose(self.person(name), PIN).status_code == 302
        return found

    def actor(self, name: str, on_behalf_of: str = "") -> Actor:
        person = self.person(name)
        return Actor(user_id=self.users[name], person_id=person, on_behalf_of=on_behalf_of)


@kept
def open_world() -> World:
    village = open_village()
    users = {
        name: User.objects.create_user(email=f"{person}@umeed.example", name=name).pk
        for name, person in village.people.items()
    }
    return World(village, users)
