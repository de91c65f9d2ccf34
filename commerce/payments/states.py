"""The life of a payment attempt, as data."""

from typing import Final

from django.db.models import TextChoices


class Method(TextChoices):
    STRIPE = "stripe", "Card"
    CASH = "cash-on-delivery", "Cash on delivery"


class AttemptState(TextChoices):
    CREATED = "CREATED", "Written; the provider may have been asked"
    OPEN = "OPEN", "The buyer may pay"
    PROCESSING = "PROCESSING", "On its way from the buyer's bank"
    AUTHORIZED = "AUTHORIZED", "Cash promised at the door"
    CHARGED = "CHARGED", "Paid"
    RETURNING = "RETURNING", "Goes back: the store made no order"
    REFUNDED = "REFUNDED", "Gone back in full"
    EXPIRED = "EXPIRED", "Not paid in time"
    FAILED = "FAILED", "Not paid"
    CANCELED = "CANCELED", "Given up"


_S = AttemptState

#: Money that Stripe says it holds wins over what we believed: hence CHARGED after the three failures,
#: and after a refund that failed later. Such a payment is completed or returned like any other.
TRANSITIONS: Final[dict[AttemptState, frozenset[AttemptState]]] = {
    _S.CREATED: frozenset({_S.OPEN, _S.AUTHORIZED, _S.FAILED, _S.CANCELED}),
    _S.OPEN: frozenset({_S.PROCESSING, _S.CHARGED, _S.REFUNDED, _S.EXPIRED, _S.FAILED, _S.CANCELED}),
    _S.PROCESSING: frozenset({_S.CHARGED, _S.REFUNDED, _S.FAILED}),
    _S.AUTHORIZED: frozenset({_S.CHARGED, _S.CANCELED, _S.RETURNING}),
    _S.CHARGED: frozenset({_S.RETURNING, _S.REFUNDED}),
    _S.RETURNING: frozenset({_S.REFUNDED, _S.CANCELED}),
    _S.REFUNDED: frozenset({_S.CHARGED}),
    _S.EXPIRED: frozenset({_S.CHARGED, _S.REFUNDED}),
    _S.FAILED: frozenset({_S.CHARGED, _S.REFUNDED}),
    _S.CANCELED: frozenset({_S.CHARGED, _S.REFUNDED}),
}

#: A source (checkout or order) has at most one attempt in these at a time, by constraint.
PAYABLE: Final = (_S.CREATED, _S.OPEN, _S.PROCESSING)
#: Money or a promise is held, and the store must have an order for it.
HELD: Final = (_S.AUTHORIZED, _S.CHARGED)


class ActionKind(TextChoices):
    CHARGE = "CHARGE"
    REFUND = "REFUND"
    CANCEL = "CANCEL"


class ActionState(TextChoices):
    CREATED = "CREATED", "Written; the provider may have been asked"
    PENDING = "PENDING", "The provider works on it"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


_A = ActionState

#: FAILED after SUCCEEDED: a refund whose bank sent it back.
ACTION_TRANSITIONS: Final[dict[ActionState, frozenset[ActionState]]] = {
    _A.CREATED: frozenset({_A.PENDING, _A.SUCCEEDED, _A.FAILED}),
    _A.PENDING: frozenset({_A.SUCCEEDED, _A.FAILED}),
    _A.SUCCEEDED: frozenset({_A.FAILED}),
    _A.FAILED: frozenset(),
}
