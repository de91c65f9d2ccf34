"""Reading what payment apps answer. An answer that cannot be used becomes a failure with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_datetime

from commerce.embedded.payment.rules import SESSION_RESULTS
from jkrlm.kernel.money import quantize

_ACTIONS = ("CHARGE", "REFUND", "CANCEL")
_REFERENCE_MAX = 512
_URL_MAX = 200


class BadAnswer(ValueError):
    """The sentence says what is wrong, for the failure event."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``result`` is a TransactionEventTypeEnum, None where an action was only taken note of."""

    result: str | None
    psp_reference: str
    amount: Decimal
    message: str
    external_url: str
    actions: list[str] | None
    time: datetime | None
    data: Any


def session_answer(raw: Any, *, amount: Decimal, currency: str) -> Answer:
    """
    Read the answer to TRANSACTION_INITIALIZE_SESSION or …_PROCESS_SESSION; amount defaults to the asked one.

    Raises:
        BadAnswer: nothing came, or it is not in the contract's form.
    """
    answer = _answer(raw, amount=amount, currency=currency)
    if answer.result not in SESSION_RESULTS:
        raise BadAnswer(f"Incorrect value `{answer.result}` for field `result`.")
    if not answer.psp_reference and not answer.result.endswith(("_ACTION_REQUIRED", "_FAILURE")):
        raise BadAnswer("Missing value for field: pspReference.")
    return answer


def action_answer(raw: Any, *, action: str, amount: Decimal, currency: str) -> Answer:
    """
    Read the answer to a request to charge, refund or cancel.

    Raises:
        BadAnswer: as above.
    """
    answer = _answer(raw, amount=amount, currency=currency)
    if not answer.psp_reference and not (answer.result or "").endswith("_FAILURE"):
        raise BadAnswer("Missing value for field: pspReference.")
    if answer.result not in (None, f"{action}_SUCCESS", f"{action}_FAILURE"):
        raise BadAnswer(f"Incorrect value `{answer.result}` for field `result`.")
    return answer


def _answer(raw: Any, *, amount: Decimal, currency: str) -> Answer:
    if not isinstance(raw, Mapping):
        raise BadAnswer("Failed to delivery request.")
    reference = str(raw.get("pspReference") or "")
    if len(reference) > _REFERENCE_MAX:
        raise BadAnswer("pspReference is too long.")
    actions = raw.get("actions")
    url = str(raw.get("externalUrl") or "")
    return Answer(
        result=str(raw["result"]) if raw.get("result") else None,
        psp_reference=reference,
        amount=_amount(raw.get("amount"), amount, currency),
        message=str(raw.get("message") or ""),
        external_url=url if len(url) <= _URL_MAX else "",
        actions=[action for action in _ACTIONS if action in actions] if isinstance(actions, list) else None,
        time=_time(raw.get("time")),
        data=raw.get("data"),
    )


def _amount(value: Any, asked: Decimal, currency: str) -> Decimal:
    if value is None:
        return asked
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0 or amount.adjusted() > 10:
        raise BadAnswer("Incorrect value for field `amount`.")
    return quantize(amount, currency)


def _time(value: Any) -> datetime | None:
    moment = parse_datetime(value) if isinstance(value, str) else None
    return moment if moment is not None and moment.tzinfo is not None else None
