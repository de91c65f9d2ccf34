"""Start a payment. One attempt per transaction; at most one that can be paid per checkout or order."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext, ngettext

from commerce.payments import selectors
from commerce.payments.answers import Answer, answer
from commerce.payments.errors import (
    PaymentNotPossible,
    ProviderRefused,
    ProviderUnavailable,
    SessionNotOpen,
    TransitionRefused,
)
from commerce.payments.gateways import stripe_checkout
from commerce.payments.models import PaymentAttempt
from commerce.payments.payloads import SessionRequest
from commerce.payments.ports import cash_answer
from commerce.payments.rules import may_return_to, to_paise, with_query
from commerce.payments.services.move import move
from commerce.payments.services.process_payment import card_answer, cash_standing
from commerce.payments.services.remember import remember
from commerce.payments.services.upi_claims import close_claim
from commerce.payments.services.upi_open import open_upi, refuse_unless_possible
from commerce.payments.states import HELD, PAYABLE, AttemptState, Method
from jkrlm.kernel.money import Money

logger = logging.getLogger(__name__)

#: A pay page closes after this; Stripe wants 30 minutes at least, counted from when it is asked.
SESSION_LIFE = timedelta(minutes=60)
#: Later than this a session that was never opened is not opened any more.
OPENING_TIME = timedelta(minutes=20)
#: Two requests may change one attempt against each other this often before the buyer is asked to wait.
TRIES = 4


def start_payment(*, request: SessionRequest, now: datetime) -> Answer:
    """
    Return the answer to transactionInitialize; asked again for the same transaction, the same answer.

    Raises:
        PaymentNotPossible: refused before anything was written; the sentence is for the buyer.
    """
    if request.method not in Method.values:
        raise PaymentNotPossible(
            gettext("This way to pay is not known here: %(method)s.")
            % {"method": request.method[:40] or "–"},
            code="METHOD",
        )
    to_paise(request.amount, request.currency)
    attempt = selectors.attempt_of(request.transaction_id)
    if attempt is None:
        _check(request)
        _close_others(request, now=now)
        attempt = _write(request, now=now)
    elif (attempt.method, attempt.amount, attempt.source_id) != (
        request.method,
        request.amount,
        request.source.id,
    ):
        raise PaymentNotPossible(gettext("This payment was started for something else."), code="CHANGED")
    if attempt.method == Method.CASH:
        return _promise_cash(attempt, now=now)
    if attempt.method == Method.UPI:
        return open_upi(attempt=attempt, now=now)
    return _open_card(attempt, request, now=now)


def _check(request: SessionRequest) -> None:
    total = request.source.total
    if total is not None and request.amount > total:
        raise PaymentNotPossible(gettext("This is more than there is to pay."), code="AMOUNT")
    if request.source.kind == PaymentAttempt.SourceKind.ORDER and selectors.has_gone_back(request.source.id):
        raise PaymentNotPossible(
            gettext("Money of this order has gone back; it cannot be paid again. Nothing was taken."),
            code="GONE_BACK",
        )
    if request.method == Method.CASH:
        if total is not None and request.amount != total:
            raise PaymentNotPossible(gettext("Cash on delivery is for the whole order."), code="AMOUNT")
        allowed = cash_answer(pincode=request.source.pincode, amount=Money(request.amount, request.currency))
        if not allowed.allowed:
            raise PaymentNotPossible(allowed.reason, code="CASH_NOT_ALLOWED")
        return
    if request.method == Method.UPI:
        refuse_unless_possible(request.amount)
        return
    if not stripe_checkout.is_set_up():
        raise PaymentNotPossible(gettext("Card payment is not set up."), code="NOT_SET_UP")
    for url in (request.return_url, request.cancel_url or request.return_url):
        if not may_return_to(url, public_url=settings.PUBLIC_URL, hosts=settings.ALLOWED_HOSTS):
            raise PaymentNotPossible(gettext("The return address is not of this shop."), code="RETURN_URL")


def _close_others(request: SessionRequest, *, now: datetime) -> None:
    """Make sure that no other attempt of this checkout or order can be paid; refuse where one is paid."""
    for other in selectors.others_of_source(
        source_id=request.source.id, transaction_id=request.transaction_id
    ):
        if other.state in PAYABLE:
            close_attempt(attempt=other, now=now, reason="another way to pay was chosen")
    _refuse_where_held(request)


def _refuse_where_held(request: SessionRequest) -> None:
    for other in selectors.others_of_source(
        source_id=request.source.id, transaction_id=request.transaction_id
    ):
        if other.state not in PAYABLE and other.source_kind == PaymentAttempt.SourceKind.CHECKOUT:
            raise PaymentNotPossible(_held_sentence(other), code="ALREADY_PAID")


def _held_sentence(other: PaymentAttempt) -> str:
    if other.state == AttemptState.AUTHORIZED:
        return gettext("This order is already placed with cash on delivery. Try again in a minute.")
    if other.state == AttemptState.RETURNING:
        return gettext("Your first payment is on its way back to you. Try again in a minute.")
    return gettext("This order is already paid. Nothing more was taken.")


def close_attempt(*, attempt: PaymentAttempt, now: datetime, reason: str) -> PaymentAttempt:
    """
    Make sure that an attempt can never be paid.

    Raises:
        PaymentNotPossible: it has been paid meanwhile, or Stripe cannot be asked.
    """
    for _ in range(TRIES):
        attempt = PaymentAttempt.objects.get(pk=attempt.pk)
        if attempt.state not in PAYABLE:
            return _unless_held(attempt)
        try:
            return _close(attempt, now=now, reason=reason)
        except TransitionRefused:
            continue  # changed between our look and our step: look again
    raise PaymentNotPossible(_busy(), code="BUSY")


def _close(attempt: PaymentAttempt, *, now: datetime, reason: str) -> PaymentAttempt:
    if attempt.method == Method.UPI and attempt.session_id:
        return _unless_held(close_claim(attempt=attempt, now=now, reason=reason))
    if not attempt.session_id:
        # A request that is opening its session right now finds this state and hands no address out.
        return _give_up(attempt, now=now, reason=reason)
    try:
        try:
            stripe_checkout.expire_session(attempt.session_id)
            return move(attempt_id=attempt.pk, to=AttemptState.CANCELED, now=now, reason=reason)
        except SessionNotOpen:
            facts = stripe_checkout.look_up(attempt.session_id)
            found = _unless_held(remember(attempt_id=attempt.pk, facts=facts, now=now))
            if found.state in PAYABLE:
                # Stripe would not close it, and it can be paid: nothing else may be started beside it.
                raise
            return found
    except (ProviderUnavailable, ProviderRefused) as fault:
        logger.warning("session of attempt %s could not be closed: %s", attempt.pk, fault)
        raise PaymentNotPossible(_unreachable(), code="PROVIDER_UNAVAILABLE") from fault


def _give_up(attempt: PaymentAttempt, *, now: datetime, reason: str) -> PaymentAttempt:
    """
    End an attempt that has no session.

    Raises:
        TransitionRefused: another request opened it since we looked; its page can be paid.
    """
    return move(
        attempt_id=attempt.pk,
        to=AttemptState.FAILED,
        now=now,
        reason=reason,
        only_from=AttemptState.CREATED,
    )


def _unless_held(attempt: PaymentAttempt) -> PaymentAttempt:
    if attempt.state in (*HELD, AttemptState.PROCESSING, AttemptState.RETURNING):
        raise PaymentNotPossible(_held_sentence(attempt), code="ALREADY_PAID")
    return attempt


def _busy() -> str:
    return gettext("Another payment of this order is just being started. Try again in a minute.")


def _unreachable() -> str:
    return gettext("The card company does not answer. Nothing was taken. Try again in a minute.")


def _write(request: SessionRequest, *, now: datetime) -> PaymentAttempt:
    card = request.method == Method.STRIPE
    try:
        with transaction.atomic():
            attempt = PaymentAttempt.objects.create(
                transaction_id=request.transaction_id,
                source_id=request.source.id,
                source_kind=request.source.kind,
                method=request.method,
                amount=request.amount,
                currency=request.currency,
                return_url=request.return_url if card else "",
                cancel_url=(request.cancel_url or request.return_url) if card else "",
                created_at=now,
                changed_at=now,
                next_look_at=now + timedelta(minutes=2),
            )
            # From here on the constraint keeps others out; one that got its money just before is seen now.
            _refuse_where_held(request)
            return attempt
    except IntegrityError as fault:
        written = selectors.attempt_of(request.transaction_id)
        if written is not None:
            return written
        raise PaymentNotPossible(
            gettext("Another payment of this order is just being started. Try again in a minute."),
            code="BUSY",
        ) from fault


def _promise_cash(attempt: PaymentAttempt, *, now: datetime) -> Answer:
    if attempt.state == AttemptState.CREATED:
        attempt = move(attempt_id=attempt.pk, to=AttemptState.AUTHORIZED, now=now, reason="cash on delivery")
    return cash_standing(attempt)


def _open_card(attempt: PaymentAttempt, request: SessionRequest, *, now: datetime) -> Answer:
    if attempt.session_id or attempt.state != AttemptState.CREATED:
        return card_answer(attempt=attempt, now=now)
    if now > attempt.created_at + OPENING_TIME:
        late = PaymentNotPossible(
            gettext("This payment was started too long ago. Start again."), code="TOO_LATE"
        )
        return _give_up_or_answer(attempt, late, now=now, reason="not opened in time")
    pieces = request.source.pieces
    title = ngettext("Umeed order, %(n)d piece", "Umeed order, %(n)d pieces", pieces) % {"n": pieces}
    email = request.source.email
    try:
        session = stripe_checkout.open_session(
            stripe_checkout.NewSession(
                transaction_id=attempt.transaction_id,
                source_id=attempt.source_id,
                amount=attempt.amount,
                currency=attempt.currency,
                title=title if pieces else gettext("Umeed order"),
                email="" if email.endswith("@buyers.invalid") else email,
                success_url=with_query(attempt.return_url, payment="done"),
                cancel_url=with_query(attempt.cancel_url, payment="left"),
                expires_at=attempt.created_at + SESSION_LIFE,
            )
        )
    except ProviderUnavailable as fault:
        logger.warning("no session for attempt %s: %s", attempt.pk, fault)
        raise PaymentNotPossible(_unreachable(), code="PROVIDER_UNAVAILABLE") from fault
    except ProviderRefused as fault:
        logger.error("Stripe refused a session for attempt %s: %s (%s)", attempt.pk, fault, fault.code)
        refused = PaymentNotPossible(
            gettext("The card company did not take this payment. Nothing was taken."), code="PROVIDER_REFUSED"
        )
        return _give_up_or_answer(attempt, refused, now=now, reason=fault.message)
    return _hand_out(attempt, session, now=now)


def _give_up_or_answer(
    attempt: PaymentAttempt, refusal: PaymentNotPossible, *, now: datetime, reason: str
) -> Answer:
    """Give the attempt up and raise the refusal, unless another request opened it: its answer then."""
    try:
        _give_up(attempt, now=now, reason=reason)
    except TransitionRefused:
        return card_answer(attempt=PaymentAttempt.objects.get(pk=attempt.pk), now=now)
    raise refusal


def _hand_out(attempt: PaymentAttempt, session: stripe_checkout.OpenedSession, *, now: datetime) -> Answer:
    """Keep the session, then name its address; an attempt closed meanwhile closes the session instead."""
    try:
        move(
            attempt_id=attempt.pk,
            to=AttemptState.OPEN,
            now=now,
            session_id=session.id,
            session_url=session.url,
        )
    except TransitionRefused as fault:
        attempt = PaymentAttempt.objects.get(pk=attempt.pk)
        if attempt.session_id == session.id:
            return card_answer(attempt=attempt, now=now)
        stripe_checkout.expire_session(session.id)
        raise PaymentNotPossible(
            gettext("Another way to pay was chosen meanwhile. Nothing was taken."), code="REPLACED"
        ) from fault
    return answer(
        "CHARGE_ACTION_REQUIRED",
        amount=attempt.amount,
        reference=session.id,
        actions=("CANCEL",),
        data={"redirectUrl": session.url},
    )
