"""What this room asks of others: functions handed in by wiring, and the part of the store that it uses."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext

from commerce.client.enums import TransactionActionEnum, TransactionEventTypeEnum
from jkrlm.kernel.money import Money


class CashAnswer(Protocol):
    """May this amount be paid in cash at this door? ``reason`` is a sentence where it may not."""

    @property
    def allowed(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def minimum(self) -> Money | None: ...
    @property
    def maximum(self) -> Money | None: ...


class CashRules(Protocol):
    def __call__(self, *, pincode: str, amount: Money) -> CashAnswer: ...


class _NoCash:
    """Nobody has said that cash may be taken."""

    allowed = False
    minimum: Money | None = None
    maximum: Money | None = None

    @property
    def reason(self) -> str:
        return gettext("Cash on delivery is not offered.")


_cash_rules: list[CashRules] = []


def set_cash_rules(rules: CashRules | None) -> CashRules | None:
    """Take the function (pincode, amount) -> CashAnswer; returns the one before. None: no cash at all."""
    before = _cash_rules[0] if _cash_rules else None
    _cash_rules[:] = [rules] if rules else []
    return before


def cash_answer(*, pincode: str, amount: Money) -> CashAnswer:
    return _cash_rules[0](pincode=pincode, amount=amount) if _cash_rules else _NoCash()


class StorePort(Protocol):
    """The methods of the generated client that reactions call; see ``commerce.facade.Store``."""

    def checkout_complete(self, id: str) -> Any: ...
    def order_cancel(self, id: str) -> Any: ...
    def order_details(self, id: str) -> Any: ...
    def transaction_details(self, id: str) -> Any: ...
    def transaction_request_action(
        self, id: str, action_type: TransactionActionEnum, amount: Decimal | None = None
    ) -> Any: ...
    def transaction_event_report(
        self,
        id: str,
        type_: TransactionEventTypeEnum,
        amount: Decimal,
        psp_reference: str,
        time: datetime | None = None,
        message: str | None = None,
    ) -> Any: ...
