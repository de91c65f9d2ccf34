"""A delivery option as a value: what a checkout chooses from and an order remembers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from jkrlm.kernel.ids import global_id
from jkrlm.kernel.money import Money, quantize

#: Days; larger promises are nonsense.
_DAYS_MAX = 3650
_NAME_MAX = 255


class BadMethod(ValueError):
    """An app's delivery option cannot be used."""


@dataclass(frozen=True)
class MethodView:
    """``id`` is a global id: ``ShippingMethod:<pk>``, or ``app:<identifier>:<the app's own id>``."""

    graphql_type: ClassVar[str] = "ShippingMethod"

    id: str
    name: str
    amount: Decimal
    currency: str
    is_external: bool
    description: Any = None
    minimum_delivery_days: int | None = None
    maximum_delivery_days: int | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    active: bool = True
    message: str = ""

    @property
    def price(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def private_metadata(self) -> dict[str, str]:
        return {}

    def as_data(self) -> dict[str, Any]:
        """Return what an order keeps, ready for JSON."""
        return {**asdict(self), "amount": str(self.amount)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "MethodView":
        return cls(**{**data, "amount": Decimal(data["amount"])})


def external_method(app_identifier: str, answer: Mapping[str, Any], currency: str) -> MethodView:
    """
    Read one option of an app's answer.

    Raises:
        BadMethod: a field is missing, negative, too long, or in another currency.
    """
    try:
        identifier, name = str(answer["id"]), str(answer["name"])
        amount = Decimal(str(answer["amount"]))
    except (KeyError, TypeError, InvalidOperation) as error:
        raise BadMethod("id, name and amount are required") from error
    if answer.get("currency") != currency:
        raise BadMethod(f"{identifier}: currency {answer.get('currency')} is not the checkout's")
    if not identifier or len(identifier) > 256 or not name or len(name) > _NAME_MAX:
        raise BadMethod("id or name empty or too long")
    if not amount.is_finite() or amount < 0:
        raise BadMethod(f"{identifier}: amount {amount}")
    metadata = answer.get("metadata") or {}
    return MethodView(
        id=global_id("app", f"{app_identifier}:{identifier}"),
        name=name,
        amount=quantize(amount, currency),
        currency=currency,
        is_external=True,
        description=answer.get("description") or None,
        minimum_delivery_days=_days(answer.get("minimum_delivery_days")),
        maximum_delivery_days=_days(answer.get("maximum_delivery_days")),
        metadata={str(key): str(value) for key, value in metadata.items()},
    )


def _days(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _DAYS_MAX:
        raise BadMethod(f"{value!r} is no number of days")
    return value
