"""
Whatever happens to an order, in whatever order, every rupee is accounted for.

The store's side is a list of transaction events such as the store would tell; the rest is the room's own.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sellers.ledger.facade as ledger
from commerce.payments.models import PaymentAttempt
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.money import Money
from sellers.orders.contracts import Handed
from sellers.orders.models import Adjustment, SellerOrder, SellerOrderChange, SellerOrderLine
from sellers.orders.rules import earning, heads
from sellers.orders.selectors import commission
from sellers.orders.services import move, propose
from sellers.orders.services.approve import decide_adjustment
from sellers.orders.services.book_money import book_money
from sellers.orders.services.cancel_lines import cancel_lines
from sellers.orders.services.move import By
from sellers.orders.services.remit import decide_remittance, propose_remittance
from sellers.orders.states import Bearer, DecisionState, ReturnReason
from sellers.tax.facade import withholding_on
from tests.common.live import broken_clauses
from tests.seller_orders.conftest import trial

pytestmark = pytest.mark.django_db

#: Of today: what a day has gone by without is a fault to the clauses.
NOW = clock.now()
MAKER, CHECKER = By("person:1"), By("person:2")
ZERO = Money.zero("INR")
NUMBER = "1042"

lines = st.lists(
    st.tuples(st.integers(1, 3), st.integers(100, 900_000), st.sampled_from([Decimal(0), Decimal(5)])),
    min_size=1,
    max_size=3,
)
#: How far a parcel is when things begin to happen to it.
stages = st.sampled_from([(), ("hand-over",), ("hand-over", "deliver"), ("hand-over", "deliver", "clear")])
parcels = st.lists(st.tuples(lines, st.integers(0, 20_000), stages), min_size=1, max_size=3)
steps = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("hand-over", "deliver", "refuse", "cancel", "leave-out", "return", "return", "allowance"),
                *("goodwill", "pay-due", "pay-due", "refund-fails", "remit", "clear", "pay-out"),
            ]
        ),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(1, 10_000),
    ),
    min_size=4,
    max_size=14,
)


class World:
    """One order of the store's: its parcels as split, and what its transaction says happened."""

    def __init__(self, drawn: list[Any], by_card: bool) -> None:
        self.by_card, self.events, self.count = by_card, [], 0
        self.parts: list[str] = []
        shares, total = [], ZERO
        rule = commission(group_code="KZ09", craft="", category="", on=NOW.date())
        for place, (pieces, carriage, _stage) in enumerate(drawn):
            part = self._part(place, carriage, NOW)
            sums = dict.fromkeys(("net", "gst", "fee", "fee_gst", "tds"), ZERO)
            for number, (units, paise, rate) in enumerate(pieces):
                net = Money.from_minor_units(paise * units, "INR")
                gst = (net * (rate / 100)).quantized()
                earned = earning(
                    gross=net + gst,
                    net=net,
                    commission=rule,
                    withholding=withholding_on(NOW.date(), has_pan=True),
                    group_sells=True,
                    charges_tax=False,
                )
                self._line(part, number, units, rate, net, earned)
                more = (net, gst, earned.commission, earned.commission_gst, earned.tds)
                sums = {name: each + add for (name, each), add in zip(sums.items(), more, strict=True)}
            delivery = Money.from_minor_units(carriage, "INR")
            gross = sums["net"] + sums["gst"] + delivery
            total += gross
            if not by_card:
                SellerOrder.objects.filter(pk=part.pk).update(cash_to_collect=gross.amount)
            shares.append(
                ledger.SaleShare(
                    item=part.code,
                    group_code=part.group_code,
                    seller=ledger.Seller(ledger.SellerKind.GROUP),
                    goods_net=sums["net"],
                    goods_gst=heads(sums["gst"], within_state=True),
                    delivery_net=delivery,
                    commission=sums["fee"],
                    commission_gst=heads(sums["fee_gst"], within_state=True),
                    tds=sums["tds"],
                )
            )
            self.parts.append(part.code)
        ledger.recognise_sale(ledger.Sale(NUMBER, total, tuple(shares), NOW.date()))
        self.total = total
        PaymentAttempt.objects.create(
            transaction_id="T1",
            method="stripe" if by_card else "cash-on-delivery",
            amount=total.amount,
            currency="INR",
            source_id="C1",
            source_kind="Checkout",
        )
        if by_card:
            self.tell("CHARGE_SUCCESS", "pi_1", total)
        else:
            for part in SellerOrder.objects.order_by("id"):
                cash = Money(part.cash_to_collect, "INR")
                ledger.promise_cash(ledger.CashPromise(NUMBER, part.code, part.carrier, cash, NOW.date()))
        self.bring_up()
        for place, (_pieces, _carriage, stage) in enumerate(drawn):
            for step in stage:
                self.do(step, place, 0, 1)

    def _part(self, place: int, carriage: int, at: datetime) -> SellerOrder:
        day = at.date()
        part = SellerOrder.objects.create(
            code=f"{NUMBER}-KZ0{place}",
            order_id="O1",
            order_number=NUMBER,
            group_code=f"KZ0{place}",
            parcel_key=str(place),
            confirmed_at=at,
            changed_at=at,
            pack_by=day,
            ship_on=day,
            earliest=day,
            latest=day,
            carrier="India Post",
            service="Parcel",
            origin_pincode="193401",
            destination_pincode="190001",
            place_of_supply="Jammu and Kashmir",
            weight_grams=1,
            seller_kind="group",
            seller_name="SHG",
            charges_tax=True,
            delivery_net=Decimal(carriage) / 100,
            delivery_gst=Decimal(0),
        )
        SellerOrderChange.objects.create(seller_order=part, state="new", at=at, actor="store")
        return part

    def _line(self, part: SellerOrder, number: int, units: int, rate: Any, net: Money, earned: Any) -> None:
        SellerOrderLine.objects.create(
            seller_order=part,
            order_line_id=f"{part.code}/{number}",
            sku=f"{number}",
            name="Stole",
            quantity=units,
            rate_percent=rate,
            net=net.amount,
            gst=earned.gst.amount,
            commission_percent=earned.commission_percent,
            commission=earned.commission.amount,
            commission_gst=earned.commission_gst.amount,
            tcs=earned.tcs.amount,
            tds=earned.tds.amount,
        )

    def tell(self, kind: str, reference: str, amount: Money) -> None:
        self.count += 1
        self.events.append(
            {
                "type": kind,
                "createdAt": (NOW + timedelta(seconds=self.count)).isoformat(),
                "pspReference": reference,
                "amount": {
                    "amount": float(amount.amount),
                    "currency": "INR",
                    "fractionalAmount": amount.minor_units,
                    "fractionDigits": 2,
                },
            }
        )

    def bring_up(self) -> None:
        """As each reaction does: all of it, from what the store says now."""
        item = SimpleNamespace(id="T1", events=[_event(each) for each in self.events])
        order: Any = SimpleNamespace(id="O1", number=NUMBER, transactions=[item])
        book_money(order=order, now=NOW)

    def books(self) -> ledger.OrderBooks:
        return ledger.orders_in_books([NUMBER])[NUMBER]

    def do(self, what: str, place: int, which: int, paise: int) -> None:
        """One step; what the rules refuse is refused, and leaves nothing."""
        code = self.parts[place % len(self.parts)]
        part = SellerOrder.objects.get(code=code)
        line = list(part.lines.order_by("id"))[which % part.lines.count()]
        self.count += 1
        key = f"k{self.count}"
        amount = Money.from_minor_units(paise, "INR")
        at = {"by": MAKER, "now": NOW}
        match what:
            case "hand-over":
                move.hand_over(code=code, **at)
            case "deliver":
                move.deliver(code=code, delivered_on=NOW.date(), **at)
            case "refuse":
                move.refuse(code=code, reason="x", **at)
            case "cancel":
                move.cancel(code=code, reason="x", **at)
            case "leave-out":
                cancel_lines(code=code, quantities={line.pk: 1}, reason="x", key=key, **at)
            case "return":
                self.decide(
                    propose.propose_return(
                        code=code,
                        quantities={line.pk: 1 + paise % 2},
                        why=ReturnReason.DAMAGED,
                        bearer=list(Bearer)[paise % 2],
                        reason="x",
                        with_delivery=bool(paise % 3),
                        key=key,
                        **at,
                    )
                )
            case "allowance":
                self.decide(
                    propose.propose_allowance(
                        code=code,
                        amounts={line.pk: amount},
                        bearer=list(Bearer)[paise % 2],
                        reason="x",
                        key=key,
                        **at,
                    )
                )
            case "goodwill" if self.by_card:
                self.refund(min(amount, self.charged()))
            case "pay-due":
                self.pay_due(key)
            case "refund-fails":
                self.fail_last()
            case "remit":
                self.remit(part, key)
            case "clear":
                if part.delivered_on:
                    ledger.clear_shares([ledger.Clearing(NUMBER, code, NOW.date())])
            case "pay-out":
                self.pay_out(part.group_code, key)

    def decide(self, proposed: Adjustment) -> None:
        decide_adjustment(pk=proposed.pk, to=DecisionState.APPROVED, by=CHECKER, now=NOW)

    def charged(self) -> Money:
        moved = {"CHARGE_SUCCESS": 1, "REFUND_SUCCESS": -1, "REFUND_FAILURE": 1}
        units = sum(moved[each["type"]] * each["amount"]["fractionalAmount"] for each in self.events)
        return Money.from_minor_units(units, "INR")

    def refund(self, amount: Money) -> None:
        if amount.amount > 0:
            self.tell("REFUND_SUCCESS", f"re_{self.count}", amount)

    def pay_due(self, key: str) -> None:
        due = self.books().refunds_due
        if self.by_card:
            self.refund(min(due, self.charged()))
        elif due.amount:
            self.decide(
                propose.propose_bank_refund(
                    order_number=NUMBER, amount=due, utr=key, reason="x", key=key, by=MAKER, now=NOW
                )
            )

    def fail_last(self) -> None:
        over = {each["pspReference"] for each in self.events if each["type"] == "REFUND_FAILURE"}
        for each in reversed(self.events):
            if each["type"] == "REFUND_SUCCESS" and each["pspReference"] not in over:
                amount = Money.from_minor_units(each["amount"]["fractionalAmount"], "INR")
                self.tell("REFUND_FAILURE", each["pspReference"], amount)
                return

    def remit(self, part: SellerOrder, key: str) -> None:
        handed = Handed(1, part.code, Money(part.cash_to_collect, "INR"), ZERO, ZERO)
        listed = propose_remittance(
            carrier=part.carrier,
            reference=key,
            received_on=NOW.date(),
            handed=[handed],
            reason="x",
            key=key,
            by=MAKER,
            now=NOW,
        )
        decide_remittance(pk=listed.pk, to=DecisionState.APPROVED, by=CHECKER, now=NOW)

    def pay_out(self, seller: str, key: str) -> None:
        payable = ledger.positions([seller])[seller].payable
        if payable.amount:
            ledger.send_payouts([ledger.Payout(key, seller, payable, NOW.date())])
            ledger.confirm_payouts([ledger.PayoutPaid(key, key, NOW.date())])


def _event(said: dict[str, Any]) -> Any:
    return SimpleNamespace(
        type_=SimpleNamespace(value=said["type"]),
        psp_reference=said["pspReference"],
        created_at=datetime.fromisoformat(said["createdAt"]),
        amount=SimpleNamespace(amount=said["amount"]["amount"], currency="INR"),
    )


def hold(world: World) -> None:
    """The order's own sum, the ledger's invariants and those of the rooms."""
    books = world.books()
    assert books.received + books.due - books.refunded == books.left + books.refunds_due
    for part in SellerOrder.objects.prefetch_related("lines"):
        left = books.shares[part.code].left
        assert left.goods.amount >= 0 <= left.delivery.amount
        if part.is_gone:
            assert left.total.amount == 0
        if all(line.quantity == line.quantity_returned for line in part.lines.all()):
            assert left.goods.amount == 0, part.code
    assert trial() == 0
    faults = {
        sentence: found for room in (ledger,) for sentence, check in room.invariants() if (found := check())
    }
    assert faults == {}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(parcels, st.booleans(), steps)
def test_every_rupee_is_accounted_for_after_whatever_happens(drawn, by_card, happens) -> None:
    with transaction.atomic():
        world = World(drawn, by_card)
        for step in happens:
            try:
                with transaction.atomic():
                    world.do(*step)
            except DomainError:
                pass
            world.bring_up()
            hold(world)
            world.bring_up()
        assert {
            sentence: found
            for sentence, found in broken_clauses().items()
            if "split order" in sentence or "ledger" in sentence or "history" in sentence
        } == {}
        transaction.set_rollback(True)
