"""A buyer who pays by UPI, the bank's statement, and the books afterwards."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

import sellers.ledger.facade as ledger
from commerce.facade import app_store
from commerce.payments.models import PaymentAttempt, UpiClaim
from jkrlm.kernel import relay
from storefront.models import OrderAccess
from tests.common.buyer import Shopper
from tests.common.live import broken_clauses
from tests.common.shop_world import Shop
from tests.reconciliation.world import DAY, match, send_rows

RRN = "632512345678"


def words(claim: UpiClaim, rrn: str = RRN) -> str:
    """As a bank writes it."""
    return f"UPI/CR/{rrn}/AARIF WANI/JAKA/aarif@jkb/{claim.reference}"


@dataclass
class Bank:
    """Statements that follow one another; each goes on from the balance of the one before."""

    balance: int = 0
    sent: list[tuple[int, str, str]] = field(default_factory=list)

    def shows(self, *rows: tuple[int, str, str]) -> None:
        """A statement with lines of (paise, reference, words) arrives, and the worker has looked at it."""
        outcome = send_rows(
            *[(DAY, units, reference, narration) for units, reference, narration in rows],
            opening=self.balance,
        )
        assert outcome.lines_new == len(rows)
        self.balance += sum(units for units, _, _ in rows)
        match()
        relay.drain()
        match()

    def pays(
        self, claim: UpiClaim, *, rrn: str = RRN, units: int | None = None, said: str | None = None
    ) -> None:
        amount = int(claim.amount * 100) if units is None else units
        self.shows((amount, rrn, words(claim, rrn) if said is None else said))


@dataclass
class Till:
    shop: Shop
    shopper: Shopper
    variant: str
    page: HttpResponse | None = None

    def by_upi(self, shopper: Shopper | None = None) -> UpiClaim:
        """Put a stole into the bag and choose UPI; returns what is to be paid."""
        buyer = shopper or self.shopper
        buyer.add(self.variant)
        buyer.check_pin(pin="190001", city="")
        answer = buyer.place("upi")
        assert answer.status_code == 303, answer.content.decode()[-3000:]
        self.page = buyer.get(answer["Location"])
        relay.drain()
        return UpiClaim.objects.order_by("-id")[0]

    @property
    def address(self) -> str:
        """The pay page of the newest payment."""
        return f"/orders/{OrderAccess.objects.order_by('-id')[0].token}/upi/"

    def types(self, number: str) -> HttpResponse:
        return self.shopper.client.post(self.address, {"act": "claim", "rrn": number})


def attempt_of(claim: UpiClaim) -> PaymentAttempt:
    return PaymentAttempt.objects.get(upi=claim)


def again(claim: UpiClaim) -> UpiClaim:
    claim.refresh_from_db()
    return claim


def late(claim: UpiClaim) -> None:
    """Its time is over, as the clock sees it."""
    UpiClaim.objects.filter(pk=claim.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def order_of(claim: UpiClaim) -> Any:
    found = attempt_of(claim).order_id
    return app_store().order_details(id=found).order if found else None


def orders() -> int:
    return OrderAccess.objects.exclude(order_id=None).count()


def on(code: str) -> str:
    return str(ledger.balance(ledger.account_of(code)).amount)


def sound() -> None:
    relay.drain()
    assert broken_clauses() == {}
