"""
What a carrier's refusal is to us.

    CarrierRefused      it said no: asked again, it says no again
    CarrierUnavailable  it did not answer, or not in time (TryLater): asked again with the same key
    BadNews             something at the webhook's address that is not the carrier's
    ByHand              this carrier has no programs: people write what it says
"""

from jkrlm.kernel.errors import DomainError, TryLater


class CarrierRefused(DomainError):
    code = "CARRIER_REFUSED"


class CarrierUnavailable(TryLater):
    code = "CARRIER_UNAVAILABLE"


class BadNews(DomainError):
    """``status`` is what the webhook's sender is answered."""

    code = "BAD_NEWS"

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class ByHand(DomainError):
    code = "BY_HAND"
