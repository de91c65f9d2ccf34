"""The life of a payment attempt, as data."""

from typing import Final

from django.db.models import TextChoices


class Method(TextChoices):
    STRIPE = "stripe", "Card"
    CASH = "cash-on-delivery", "Cash on delivery"
    UPI = "upi", "UPI"


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

#: Paid in full before there is an order; cash is only promised.
PREPAID: Final = (Method.STRIPE, Method.UPI)

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


class StallCardState(TextChoices):
    """How far the card payment of a stall's bill is."""

    CREATED = "created", "Written; Stripe may have been asked"
    OPEN = "open", "The buyer may pay"
    PROCESSING = "processing", "On its way from the buyer's bank"
    PAID = "paid", "Paid"
    EXPIRED = "expired", "Not paid in time"
    CANCELED = "canceled", "Another way to pay was chosen"
    FAILED = "failed", "Not paid"


_K = StallCardState

#: One bill has at most one of these at a time, by constraint.
STALL_PAYABLE: Final = (_K.CREATED, _K.OPEN, _K.PROCESSING)
#: Money that Stripe says it holds wins over what we believed: hence PAID after every end.
STALL_CARD_TRANSITIONS: Final[dict[StallCardState, frozenset[StallCardState]]] = {
    _K.CREATED: frozenset({_K.OPEN, _K.PROCESSING, _K.PAID, _K.CANCELED, _K.FAILED, _K.EXPIRED}),
    _K.OPEN: frozenset({_K.PROCESSING, _K.PAID, _K.CANCELED, _K.FAILED, _K.EXPIRED}),
    _K.PROCESSING: frozenset({_K.PAID, _K.FAILED}),
    _K.PAID: frozenset(),
    _K.EXPIRED: frozenset({_K.PAID}),
    _K.CANCELED: frozenset({_K.PAID}),
    _K.FAILED: frozenset({_K.PAID}),
}


class ClaimState(TextChoices):
    """How far a payment by UPI is; only a credit in the bank makes it matched."""

    WAITING = "waiting", "Waits for the bank"
    CLAIMED = "claimed", "The buyer says that it is paid"
    MATCHED = "matched", "Seen in the bank"
    EXPIRED = "expired", "Not seen in time"
    REFUSED = "refused", "Given up"


_C = ClaimState

#: While a claim is in one of these its goods are kept.
LIVE_CLAIMS: Final = (_C.WAITING, _C.CLAIMED)
#: Money that comes late is money all the same: hence MATCHED after every end.
CLAIM_TRANSITIONS: Final[dict[ClaimState, frozenset[ClaimState]]] = {
    _C.WAITING: frozenset({_C.CLAIMED, _C.MATCHED, _C.EXPIRED, _C.REFUSED}),
    _C.CLAIMED: frozenset({_C.MATCHED, _C.EXPIRED, _C.REFUSED}),
    _C.EXPIRED: frozenset({_C.MATCHED}),
    _C.REFUSED: frozenset({_C.MATCHED}),
    _C.MATCHED: frozenset(),
}


class CreditState(TextChoices):
    """What became of money that came by UPI."""

    OPEN = "open", "Waits for somebody of finance"
    MATCHED = "matched", "Pays a claim"
    RETURNING = "returning", "Goes back"
    RETURNED = "returned", "Gone back"
    EXPLAINED = "explained", "Something else, as the bank's statement was matched"
    STALL = "stall", "Pays a bill of a stall"


class CreditReason(TextChoices):
    """Why money that came is not simply matched."""

    NONE = "", ""
    UNNAMED = "unnamed", "It names no payment of ours"
    OTHER_AMOUNT = "other-amount", "Another amount than was to pay"
    SECOND = "second", "That payment had been seen already: this is a second one"
    BY_STAFF = "by-staff", "Finance decided so"
    CAME_BACK = "came-back", "Money that we sent back has come back"


class RefundStep(TextChoices):
    """How far a transfer back to a buyer is."""

    DUE = "due", "To be prepared"
    PREPARED = "prepared", "Waits for a second person"
    SENT = "sent", "Approved; to be seen in the bank"
    PAID = "paid", "Seen in the bank"


_R = RefundStep

REFUND_STEPS: Final[dict[RefundStep, frozenset[RefundStep]]] = {
    _R.DUE: frozenset({_R.PREPARED}),
    _R.PREPARED: frozenset({_R.SENT, _R.DUE}),
    _R.SENT: frozenset({_R.PAID, _R.DUE}),
    _R.PAID: frozenset(),
}
