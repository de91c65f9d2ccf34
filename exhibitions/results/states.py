from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LeadKind(TextChoices):
    """JKTPO's reports count both: what people ask about, and what they order for later."""

    ENQUIRY = "enquiry", _("Wants to know more")
    ORDER = "order", _("Orders for later")


class SettlementState(TextChoices):
    PROPOSED = "proposed", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    SENT_BACK = "sent-back", _("Sent back")


SETTLEMENT_TRANSITIONS: Final[Mapping[SettlementState, frozenset[SettlementState]]] = {
    SettlementState.PROPOSED: frozenset({SettlementState.APPROVED, SettlementState.SENT_BACK}),
    SettlementState.APPROVED: frozenset(),
    SettlementState.SENT_BACK: frozenset(),
}
