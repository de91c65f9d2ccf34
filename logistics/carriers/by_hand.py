"""A carrier without programs: staff or the group write its number on our side, and say what happens."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from logistics.carriers.contracts import CashAdvice, News, PickupWish, Shipment
from logistics.carriers.errors import BadNews, ByHand


class CarrierByHand:
    """Knows nothing and asks nobody. What needs an answer raises ByHand; what asks for news has none."""

    by_hand = True

    def __init__(self, name: str, slug: str) -> None:
        self.name, self.slug = name, slug

    def create(self, wanted: Shipment) -> str:
        raise ByHand(
            _("%(carrier)s: write the number of %(code)s by hand.")
            % {"carrier": self.name, "code": wanted.reference},
            field="tracking_number",
        )

    def booked(self, key: str) -> str | None:  # noqa: ARG002
        return None

    def label(self, tracking_number: str) -> bytes | None:  # noqa: ARG002
        return None

    def cancel(self, tracking_number: str) -> None:  # noqa: ARG002
        return None

    def track(self, tracking_numbers: Sequence[str]) -> tuple[News, ...]:  # noqa: ARG002
        return ()

    def pickup(self, wanted: PickupWish) -> str:  # noqa: ARG002
        raise ByHand(
            _("%(carrier)s: call the carrier; it takes no order from a program.") % {"carrier": self.name}
        )

    def cancel_pickup(self, number: str) -> None:
        raise ByHand(
            _("%(carrier)s: call the carrier that pickup %(number)s is not wanted any more.")
            % {"carrier": self.name, "number": number}
        )

    def heard(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[News, ...]:  # noqa: ARG002
        raise BadNews("Nobody is expected to write here.", status=404)

    def remittances(self, since: date) -> tuple[CashAdvice, ...]:  # noqa: ARG002
        return ()
