"""Answers in Saleor's shapes. Amounts are text, so that no float comes between us and the store."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

Answer = dict[str, Any]

#: The store keeps this many characters of a sentence.
MESSAGE_MAX = 500


def answer(
    result: str,
    *,
    amount: Decimal,
    reference: str = "",
    message: str = "",
    actions: Sequence[str] = (),
    data: dict[str, Any] | None = None,
    external_url: str = "",
) -> Answer:
    """Return the answer to a session or an action; ``reference`` is required where money moved."""
    said: Answer = {
        "result": result,
        "amount": str(amount),
        "message": message[:MESSAGE_MAX],
        "actions": list(actions),
    }
    if external_url:  # Saleor refuses the whole answer for an empty one
        said["externalUrl"] = external_url
    if reference:
        said["pspReference"] = reference
    if data is not None:
        said["data"] = data
    return said


def pending(reference: str) -> Answer:
    """Return the answer to an action that the provider has not finished: only its reference."""
    return {"pspReference": reference}
