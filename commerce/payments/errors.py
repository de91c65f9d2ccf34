"""Refusals and failures of this room.

DomainError
├── PaymentNotPossible       what the store or the page asks for cannot be paid; a sentence for the buyer
├── ProviderRefused          Stripe said no, for good; ``code`` is Stripe's
│   └── SessionNotOpen       a session cannot be expired: it is paid, or over
├── TryLater
│   └── ProviderUnavailable  no answer from Stripe: nothing is known; ask again
├── TransitionRefused        a state does not follow the one that it is in
├── ClaimRefused             a reference number that cannot be taken; ``field`` and a sentence for the buyer
├── UpiStepRefused           what finance asks of money by UPI cannot be done; a sentence for the page
├── FeedUnavailable          the bank's feed does not answer, or not readably: ask again
├── CompletionPostponed      the store could not complete a paid checkout now; try again
└── BadWebhook               a webhook is not Stripe's, too old, too large or not readable
"""

from jkrlm.kernel.errors import DomainError, TryLater


class PaymentNotPossible(DomainError):
    code = "PAYMENT_NOT_POSSIBLE"


class ProviderRefused(DomainError):
    code = "PROVIDER_REFUSED"


class SessionNotOpen(ProviderRefused):
    code = "SESSION_NOT_OPEN"


class ProviderUnavailable(TryLater):
    code = "PROVIDER_UNAVAILABLE"


class TransitionRefused(DomainError):
    code = "TRANSITION_REFUSED"


class CompletionPostponed(DomainError):
    code = "COMPLETION_POSTPONED"


class ClaimRefused(DomainError):
    code = "CLAIM_REFUSED"


class UpiStepRefused(DomainError):
    code = "UPI_STEP_REFUSED"


class FeedUnavailable(TryLater):
    code = "FEED_UNAVAILABLE"


class BadWebhook(DomainError):
    """``status`` is the HTTP status to answer."""

    code = "BAD_WEBHOOK"

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
