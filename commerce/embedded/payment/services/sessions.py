"""Payment sessions: a buyer begins to pay, and goes on paying, through a payment app."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction

from commerce.embedded.account.services.apps import active_apps
from commerce.embedded.checkout.selectors import locked_checkout
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.order.models import Order
from commerce.embedded.order.selectors import locked_order
from commerce.embedded.payment.answers import Answer, BadAnswer, session_answer
from commerce.embedded.payment.models import TransactionEvent, TransactionItem
from commerce.embedded.payment.rules import FINAL_SESSION_RESULTS
from commerce.embedded.payment.services.record import before, complete_automatically, cut, settle
from commerce.embedded.payment.sources import (
    Source,
    amount_left,
    events_of_items,
    locked_transaction,
    owner,
    source_by_id,
)
from commerce.embedded.webhook.services import ask
from jkrlm.kernel.ids import global_id
from jkrlm.kernel.money import quantize
from jkrlm.kernel.statements import Rows

IDEMPOTENCY_KEY_MAX: Final = 512


@dataclass(frozen=True, slots=True)
class Session:
    """What the buyer's page gets back; ``data`` is the app's, not kept."""

    item: TransactionItem
    event: TransactionEvent
    data: Any


def initialize_gateways(
    *, source_gid: str, now: datetime, wanted: Sequence[Mapping[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """
    Ask every active app how this may be paid, or those that are ``wanted``, each with its data.

    Apps that are no gateway are left out, unless they were asked for by name: then they are NOT_FOUND.

    Raises:
        Refusal: INVALID, NOT_FOUND.
    """
    source = source_by_id(source_gid)
    amount = amount_left(source, now=now)
    configs: list[dict[str, Any]] = []
    active = active_apps()
    asked = {each["id"]: each.get("data") for each in wanted} if wanted else dict.fromkeys(active)
    for identifier, data in asked.items():
        answer = identifier in active and ask(
            "PAYMENT_GATEWAY_INITIALIZE_SESSION",
            identifier,
            {"source_object": source, "data": data, "amount": amount},
        )
        if isinstance(answer, dict):
            configs.append({"id": identifier, "data": answer.get("data"), "errors": []})
        elif wanted:
            error = {"field": "id", "message": "Gateway with this id is not active.", "code": "NOT_FOUND"}
            configs.append({"id": identifier[:256], "data": None, "errors": [error]})
    return configs


def initialize_transaction(
    *,
    source_gid: str,
    gateway: str,
    data: Any,
    idempotency_key: str | None,
    customer_ip_address: str | None,
    now: datetime,
    flow: str | None = None,
    wished: Decimal | None = None,
) -> Session:
    """
    Begin to pay what is left, or ``wished`` of it: transaction and request are saved, then the app is asked.

    The same key begins nothing new: a finished session is returned, an open one is asked again.
    A checkout that is paid for by the answer completes by itself where the channel says so.

    Raises:
        Refusal: INVALID, NOT_FOUND, UNIQUE for a key that belongs to another payment.
    """
    if idempotency_key == "":
        raise Refusal("Cannot be provided as an empty string.", code="INVALID", field="idempotencyKey")
    if idempotency_key is not None and len(idempotency_key) > IDEMPOTENCY_KEY_MAX:
        raise Refusal("The key is too long.", code="INVALID", field="idempotencyKey")
    source = source_by_id(source_gid)
    amount = _amount(wished, amount_left(source, now=now), source.currency)
    if gateway not in active_apps():
        raise Refusal("App with provided identifier not found.", code="NOT_FOUND", field="paymentGateway")
    key = idempotency_key or uuid.uuid4().hex
    flow = flow or source.channel.default_transaction_flow_strategy
    item, request = _begin(source, gateway, key, flow, amount, now)
    if request.include_in_calculations:
        return Session(item, _result_of(item, request), None)
    return _ask(
        "TRANSACTION_INITIALIZE_SESSION",
        item,
        request,
        source,
        data,
        now,
        idempotency_key=key,
        customer_ip_address=customer_ip_address,
    )


def _amount(wished: Decimal | None, left: Decimal, currency: str) -> Decimal:
    """Return what is to be paid now. More than is left would have to be given back."""
    if wished is None:
        return left
    amount = quantize(wished, currency)
    if not 0 < amount <= left:
        raise Refusal(
            "The amount must be above nought and not above what is left.", code="INVALID", field="amount"
        )
    return amount


def process_transaction(*, item: TransactionItem, data: Any, now: datetime) -> Session:
    """
    Go on with an open session; one that is finished is returned as it ended.

    Raises:
        Refusal: INVALID, MISSING_PAYMENT_APP_RELATION, MISSING_PAYMENT_APP.
    """
    events = list(item.events.all())
    done = next(
        (event for event in events if event.type in FINAL_SESSION_RESULTS and event.include_in_calculations),
        None,
    )
    if done is not None:
        return Session(item, done, None)
    request = next(
        (event for event in events if event.type in ("AUTHORIZATION_REQUEST", "CHARGE_REQUEST")), None
    )
    if request is None:
        raise Refusal("Missing call of `transactionInitialize` mutation.", code="INVALID", field="id")
    source = item.checkout or item.order
    if source is None:
        raise Refusal("Transaction doesn't have attached order or checkout.", code="INVALID", field="id")
    if not item.app_identifier:
        raise Refusal(
            "Transaction doesn't have attached app that could process the request.",
            code="MISSING_PAYMENT_APP_RELATION",
            field="id",
        )
    if item.app_identifier not in active_apps():
        raise Refusal(
            "Payment app attached to the transaction, doesn't exist.", code="MISSING_PAYMENT_APP", field="id"
        )
    return _ask("TRANSACTION_PROCESS_SESSION", item, request, source, data, now)


def _begin(
    source: Source, gateway: str, key: str, flow: str, amount: Decimal, now: datetime
) -> tuple[TransactionItem, TransactionEvent]:
    known = _known(source, gateway, key)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            if isinstance(source, Order):
                locked_order(source.pk)
            elif locked_checkout(source.pk) is None:
                raise Refusal("`Order` or `Checkout` not found.", code="NOT_FOUND", field="id")
            item = TransactionItem.objects.create(
                **owner(source),
                app_identifier=gateway,
                idempotency_key=key,
                currency=source.currency,
                created_at=now,
                modified_at=now,
            )
            request = TransactionEvent.objects.create(
                transaction=item,
                type=f"{flow}_REQUEST",
                amount_value=amount,
                currency=source.currency,
                app_identifier=gateway,
                include_in_calculations=False,
                created_at=now,
            )
    except IntegrityError:
        # The same key, a moment ago, in another process.
        known = _known(source, gateway, key)
        if known is None:
            raise
        return known
    return item, request


_KEYED: Final = Rows(TransactionItem, "it.app_identifier = %(app)s AND it.idempotency_key = %(key)s")


def _known(source: Source, gateway: str, key: str) -> tuple[TransactionItem, TransactionEvent] | None:
    item = _KEYED.first(app=gateway, key=key)
    if item is None:
        return None
    request = item.events.filter(type__in=("AUTHORIZATION_REQUEST", "CHARGE_REQUEST")).last()
    mine = item.checkout_id == source.pk or item.order_id == source.pk
    if not mine or request is None:
        raise Refusal(
            "Different transaction with provided idempotency key already exists.",
            code="UNIQUE",
            field="idempotencyKey",
        )
    return item, request


def _result_of(item: TransactionItem, request: TransactionEvent) -> TransactionEvent:
    newest = item.events.filter(type__in=FINAL_SESSION_RESULTS).first()
    return newest or request


def _ask(
    event: str,
    item: TransactionItem,
    request: TransactionEvent,
    source: Source,
    data: Any,
    now: datetime,
    **more: Any,
) -> Session:
    flow = request.type.removesuffix("_REQUEST")
    raw = ask(
        event,
        item.app_identifier,
        {
            "transaction": item,
            "source_object": source,
            "data": data,
            "merchant_reference": global_id("TransactionItem", item.pk),
            "action": {
                "amount": request.amount_value,
                "currency": request.currency,
                "action_type": flow,
            },
            **more,
        },
    )
    with transaction.atomic():
        locked = locked_transaction(item.pk)
        was = before(locked)
        log = Log(locked.item, now)
        try:
            answer = session_answer(raw, amount=request.amount_value, currency=request.currency)
        except BadAnswer as fault:
            shown = log.add(f"{flow}_FAILURE", request.amount_value, message=str(fault), counts=False)
            return Session(locked.item, shown, None)
        shown = _record(log, log.find(request), answer)
        if answer.psp_reference:
            locked.item.psp_reference = answer.psp_reference
        if answer.actions is not None:
            locked.item.available_actions = answer.actions
        locked.item.message = cut(answer.message)
        described = ("psp_reference", "available_actions", "message")
        completing = settle(locked, was, now=now, fields=described, events=log.events)
    complete_automatically(completing, now=now)
    return Session(locked.item, shown, answer.data)


class Log:
    """The events of a locked transaction, read once and added to."""

    def __init__(self, item: TransactionItem, now: datetime) -> None:
        self._item, self._now = item, now
        self.events = events_of_items([item])

    def find(self, event: TransactionEvent) -> TransactionEvent:
        """Return the event as it is saved now."""
        return next(row for row in self.events if row.pk == event.pk)

    def add(
        self,
        kind: str,
        amount: Decimal,
        *,
        message: str,
        reference: str = "",
        url: str = "",
        at: datetime | None = None,
        counts: bool,
    ) -> TransactionEvent:
        """Write an event; one with the same reference and kind is the same event and takes the new values."""
        known = [
            row for row in self.events if reference and (row.type, row.psp_reference) == (kind, reference)
        ]
        event = known[0] if known else TransactionEvent(transaction=self._item, type=kind)
        event.psp_reference, event.amount_value, event.currency = reference, amount, self._item.currency
        event.message, event.external_url = cut(message), url
        event.app_identifier, event.include_in_calculations = self._item.app_identifier, counts
        event.created_at = at or self._now
        event.save()
        if not known:
            self.events.append(event)
        return event


def _record(log: Log, request: TransactionEvent, answer: Answer) -> TransactionEvent:
    """Write what the session came to; only a final result makes the request count."""
    result = answer.result or ""
    kind, _, outcome = result.partition("_")
    final = result in FINAL_SESSION_RESULTS
    if final:
        request.type = f"{kind}_REQUEST"
        request.psp_reference, request.amount_value = answer.psp_reference, answer.amount
        request.include_in_calculations = True
        if outcome == "REQUEST":
            request.message, request.external_url = cut(answer.message), answer.external_url
        request.save()
    if outcome == "REQUEST":
        return request
    return log.add(
        result,
        answer.amount,
        message=answer.message,
        reference=answer.psp_reference,
        url=answer.external_url,
        at=max(answer.time, request.created_at) if answer.time else None,
        counts=final,
    )
