"""What a payment app says happened to the money, whenever it happened."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.errors import PermissionDenied, Refusal
from commerce.embedded.payment.models import OrderGrantedRefund, TransactionEvent, TransactionItem
from commerce.embedded.payment.rules import OPTIONAL_AMOUNT
from commerce.embedded.payment.services.record import (
    before,
    complete_automatically,
    cut,
    restate_granted_refund,
    settle,
)
from commerce.embedded.payment.sources import locked_transaction
from jkrlm.kernel.money import quantize


@dataclass(frozen=True, slots=True)
class Reported:
    """``already``: the same was reported before, and nothing changed."""

    item: TransactionItem
    event: TransactionEvent
    already: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A TransactionEventTypeEnum with what came along; ``amount`` may be absent for failures."""

    type: str
    psp_reference: str
    amount: Decimal | None
    time: datetime | None
    message: str
    external_url: str
    available_actions: Sequence[str] | None


def report_event(*, item_id: uuid.UUID, report: Report, caller: Caller, now: datetime) -> Reported:
    """
    Take down an event once: type and reference name it, repeating it changes nothing.

    Raises:
        PermissionDenied: the transaction is another app's.
        Refusal: NOT_FOUND; REQUIRED without an amount that is needed; INCORRECT_DETAILS where the
            same event came with another amount; ALREADY_EXISTS for a second authorisation.
    """
    with transaction.atomic():
        if not TransactionItem.objects.filter(pk=item_id).exists():
            raise Refusal("Couldn't resolve to a node.", code="NOT_FOUND", field="id")
        locked = locked_transaction(item_id)
        item = locked.item
        _check_owner(item, caller)
        amount = _amount(item, report)
        existing = item.events.filter(type=report.type, psp_reference=report.psp_reference).first()
        if existing is not None:
            _check_same(existing, amount)
            _actions(item, report)
            return Reported(item, existing, already=True)
        if report.type == "AUTHORIZATION_SUCCESS" and _authorized(item):
            raise Refusal(
                "Event with `AUTHORIZATION_SUCCESS` already reported for the transaction. Use "
                "`AUTHORIZATION_ADJUSTMENT` to change the authorization amount.",
                code="ALREADY_EXISTS",
                field="type",
            )
        was = before(locked)
        granted = _granted_refund(item, report)
        event = TransactionEvent.objects.create(
            transaction=item,
            type=report.type,
            psp_reference=report.psp_reference,
            amount_value=amount,
            currency=item.currency,
            message=cut(report.message),
            external_url=report.external_url,
            app_identifier=caller.app.identifier if caller.app else "",
            granted_refund=granted,
            created_at=report.time or now,
        )
        completing = settle(locked, was, now=now, fields=_described(item, report))
        restate_granted_refund(granted)
    complete_automatically(completing, now=now)
    return Reported(item, event, already=False)


def _check_owner(item: TransactionItem, caller: Caller) -> None:
    """An app reports on its own transactions; staff only on those that no app owns."""
    mine = caller.app is not None and item.app_identifier in ("", caller.app.identifier)
    if not mine and not (caller.app is None and not item.app_identifier):
        raise PermissionDenied(["HANDLE_PAYMENTS", "OWNER"])


def _amount(item: TransactionItem, report: Report) -> Decimal:
    if report.amount is not None:
        return quantize(report.amount, item.currency)
    if report.type not in OPTIONAL_AMOUNT:
        raise Refusal(
            f"The `amount` field is required for {report.type} event.", code="REQUIRED", field="amount"
        )
    if report.type == "INFO":
        return Decimal(0)
    kind = report.type.removesuffix("_FAILURE")
    asked = item.events.filter(
        psp_reference=report.psp_reference, type__in=(f"{kind}_REQUEST", f"{kind}_SUCCESS")
    ).first()
    if asked is None:
        raise Refusal(
            "Unable to deduce the amount from previous events with the same `pspReference`.",
            code="REQUIRED",
            field="amount",
        )
    return asked.amount_value


def _check_same(existing: TransactionEvent, amount: Decimal) -> None:
    if existing.amount_value != amount:
        raise Refusal(
            "The transaction with provided `pspReference` and `type` already exists with different amount.",
            code="INCORRECT_DETAILS",
            field="pspReference",
        )


def _authorized(item: TransactionItem) -> bool:
    return item.events.filter(type="AUTHORIZATION_SUCCESS", include_in_calculations=True).exists()


def _granted_refund(item: TransactionItem, report: Report) -> OrderGrantedRefund | None:
    if not report.type.startswith("REFUND_"):
        return None
    request = item.events.filter(type="REFUND_REQUEST", psp_reference=report.psp_reference).first()
    return request.granted_refund if request else None


def _described(item: TransactionItem, report: Report) -> list[str]:
    """Set what else the report says of the transaction; returns the changed fields."""
    changed = []
    kind, _, outcome = report.type.partition("_")
    if not item.psp_reference and kind in ("AUTHORIZATION", "CHARGE") and outcome in ("REQUEST", "SUCCESS"):
        item.psp_reference = report.psp_reference
        changed.append("psp_reference")
    if report.available_actions is not None:
        item.available_actions = list(dict.fromkeys(report.available_actions))
        changed.append("available_actions")
    return changed


def _actions(item: TransactionItem, report: Report) -> None:
    if report.available_actions is not None:
        item.available_actions = list(dict.fromkeys(report.available_actions))
        item.save(update_fields=["available_actions"])
