"""What becomes of a parcel at a collection centre."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class IntakeState(TextChoices):
    """``BACK``: with the group again, to be mended."""

    HERE = "here", "Here, to be checked"
    PASSED = "passed", "Checked, to be sent"
    BACK = "back", "Back with the group"
    SENT = "sent", "Sent"


class PurchaseKind(TextChoices):
    BOUGHT = "bought", "Bought"
    BACK = "back", "Given back"


_S = IntakeState

TRANSITIONS: Final[Mapping[IntakeState, frozenset[IntakeState]]] = {
    _S.HERE: frozenset({_S.PASSED, _S.BACK}),
    _S.PASSED: frozenset({_S.SENT, _S.BACK}),
    _S.BACK: frozenset({_S.HERE}),
    _S.SENT: frozenset(),
}
