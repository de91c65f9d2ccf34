"""The store, faked at the boundary of its client: Saleor's bookkeeping of transactions, and no more."""

import itertools
from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from commerce.client.enums import TransactionActionEnum, TransactionEventTypeEnum
from commerce.facade import StoreUnavailable
from commerce.payments import facade

_ids = itertools.count(1)


@dataclass
class Transaction:
    id: str
    checkout: str
    order: str = ""
    events: list[tuple[str, Decimal, str]] = field(default_factory=list)

    def total(self, kind: str) -> Decimal:
        return sum((amount for each, amount, _ in self.events if each == kind), Decimal(0))

    @property
    def charged(self) -> Decimal:
        """Charged less refunded; a refund that failed later counts as charged again."""
        back = sum(
            (
                amount
                for kind, amount, reference in self.events
                if kind == "REFUND_SUCCESS" and ("REFUND_FAILURE", amount, reference) not in self.events
            ),
            Decimal(0),
        )
        return self.total("CHARGE_SUCCESS") - back - self.total("CHARGE_BACK")

    @property
    def authorized(self) -> Decimal:
        return (
            self.total("AUTHORIZATION_SUCCESS") - self.total("CANCEL_SUCCESS") - self.total("CHARGE_SUCCESS")
        )


class FakeStore:
    """``refusals``: error codes that checkoutComplete gives before it succeeds; ``down``: no answer; ``lost_after``: a report of
    this kind is booked, and its answer lost."""

    def __init__(self) -> None:
        self.transactions: dict[str, Transaction] = {}
        self.orders: dict[str, str] = {}
        self.refusals: list[str] = []
        self.refuse_always = ""
        self.calls: list[str] = []
        self.down = False
        self.lost_after = ""
        self.totals: dict[str, str] = {}
        self.cancelled: list[str] = []
        self.already_processed = 0

    def begin(self, checkout: str = "", *, order: str = "") -> Transaction:
        number = next(_ids)
        source = "" if order else checkout or f"Q2hlY2tvdXQ6{number:06d}"
        made = Transaction(f"VHJhbnNhY3Rpb25JdGVtOi{number:06d}", source, order)
        self.transactions[made.id] = made
        return made

    def initialize(
        self,
        transaction: Transaction,
        *,
        method: str = "stripe",
        amount: Any = "1234.50",
        currency: str = "INR",
        total: Any = None,
        return_url: str = "http://testserver/checkout/return/?k=1",
        **data: Any,
    ) -> dict[str, Any]:
        answer = facade.transaction_initialize(
            session_payload(
                transaction,
                amount=amount,
                currency=currency,
                total=total,
                data={"method": method, "returnUrl": return_url, **data},
            )
        )
        self.book(transaction, answer)
        return answer

    def process(self, transaction: Transaction, *, amount: Any = "1234.50") -> dict[str, Any]:
        answer = facade.transaction_process(session_payload(transaction, amount=amount, data=None))
        self.book(transaction, answer)
        return answer

    def book(self, transaction: Transaction, answer: dict[str, Any]) -> None:
        if "result" in answer:
            entry = (answer["result"], Decimal(answer["amount"]), answer.get("pspReference", ""))
            if entry not in transaction.events:
                transaction.events.append(entry)

    def checkout_complete(self, id: str) -> Any:
        self._called("checkout_complete")
        if self.refusals or self.refuse_always:
            code = self.refusals.pop(0) if self.refusals else self.refuse_always
            return _answer("checkout_complete", order=None, errors=[_error(code)])
        order = self.orders.setdefault(id, f"T3JkZXI6{len(self.orders) + 1}")
        for transaction in self.transactions.values():
            if transaction.checkout == id:
                transaction.order = order
        return _answer("checkout_complete", order=SimpleNamespace(id=order), errors=[])

    def transaction_details(self, id: str) -> Any:
        self._called("transaction_details")
        found = self.transactions.get(id)
        if found is None:
            return SimpleNamespace(transaction=None)
        order = SimpleNamespace(id=found.order) if found.order else None
        return SimpleNamespace(transaction=SimpleNamespace(id=id, order=order))

    def transaction_event_report(
        self,
        id: str,
        type_: TransactionEventTypeEnum,
        amount: Decimal,
        psp_reference: str,
        time: Any = None,
        message: str | None = None,
    ) -> Any:
        self._called("transaction_event_report")
        found = self.transactions.get(id)
        if found is None:
            return _answer("transaction_event_report", errors=[_error("NOT_FOUND")], already_processed=None)
        for kind, held, reference in found.events:
            if (kind, reference) == (type_.value, psp_reference):
                assert held == amount, "the same report with another amount"
                self.already_processed += 1
                return _answer("transaction_event_report", errors=[], already_processed=True)
        found.events.append((type_.value, amount, psp_reference))
        if type_.value == self.lost_after:
            raise StoreUnavailable("the answer was lost")
        return _answer("transaction_event_report", errors=[], already_processed=False)

    def transaction_request_action(
        self, id: str, action_type: TransactionActionEnum, amount: Decimal | None = None
    ) -> Any:
        self._called(f"transaction_request_action:{action_type.value}")
        found = self.transactions[id]
        self.book(found, self.ask(found, action_type.value, amount))
        return _answer("transaction_request_action", errors=[])

    def ask(self, transaction: Transaction, action: str, amount: Any) -> dict[str, Any]:
        """Ask the payment app as the store does, without booking its answer."""
        ask = {
            "REFUND": facade.refund_requested,
            "CANCEL": facade.cancelation_requested,
            "CHARGE": facade.charge_requested,
        }[action]
        return ask(
            {
                "issuedAt": "2026-11-21T10:00:00+00:00",
                "action": {"amount": amount, "currency": "INR", "actionType": action},
                "transaction": {
                    "id": transaction.id,
                    "chargedAmount": {"amount": str(transaction.charged), "currency": "INR"},
                    "authorizedAmount": {"amount": str(transaction.authorized), "currency": "INR"},
                },
            }
        )

    def order_details(self, id: str) -> Any:
        """An order costs what ``totals`` says, or what one payment of these tests is."""
        self._called("order_details")
        gross = SimpleNamespace(amount=float(self.totals.get(id, "1234.50")))
        status = "CANCELED" if id in self.cancelled else "UNFULFILLED"
        return SimpleNamespace(
            order=SimpleNamespace(id=id, status=status, total=SimpleNamespace(gross=gross))
        )

    def order_cancel(self, id: str) -> Any:
        self._called("order_cancel")
        self.cancelled.append(id)
        return _answer("order_cancel", errors=[])

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.down:
            raise StoreUnavailable("no answer")


def session_payload(
    transaction: Transaction,
    *,
    amount: Any,
    data: Any,
    currency: str = "INR",
    total: Any = None,
    pincode: str = "190001",
) -> dict[str, Any]:
    return {
        "__typename": "TransactionInitializeSession",
        "issuedAt": "2026-11-21T10:00:00+00:00",
        "data": data,
        "action": {"amount": amount, "currency": currency, "actionType": "CHARGE"},
        "transaction": {"id": transaction.id, "pspReference": ""},
        "sourceObject": {
            "__typename": "Checkout" if transaction.checkout else "Order",
            "id": transaction.checkout or transaction.order,
            "email": "buyer@example.com",
            "channel": {"slug": "online", "currencyCode": "INR"},
            "totalPrice" if transaction.checkout else "total": {
                "gross": {"amount": amount if total is None else total, "currency": currency}
            },
            "shippingAddress": {"postalCode": pincode, "country": {"code": "IN"}},
            "lines": [{"quantity": 2, "variant": {"sku": "PSH-001"}}],
        },
    }


def _error(code: str) -> Any:
    return SimpleNamespace(code=code, message=code.lower(), field=None)


def _answer(name: str, **fields: Any) -> Any:
    return SimpleNamespace(**{name: SimpleNamespace(**fields)})
