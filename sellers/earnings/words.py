"""What entries and their parts are called to a group, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.earnings.states import Cost
from sellers.ledger.facade import Component, EntryKind

KINDS: Final[Mapping[EntryKind, Promise | str]] = {
    EntryKind.SALE: _("Sold"),
    EntryKind.REFUND: _("Given back to the buyer"),
    EntryKind.CLEARING: _("GST that you pay to the government"),
    EntryKind.PAYOUT: _("Sent to your bank"),
    EntryKind.PAYOUT_RETURN: _("Came back from the bank"),
    EntryKind.PENALTY: _("Penalty"),
    EntryKind.CREDIT: _("Given to you"),
    EntryKind.STALL_CHARGE: _("Stall at a fair"),
    EntryKind.REVERSAL: _("A mistake put right"),
    EntryKind.JOURNAL: _("Written by the finance office"),
}
OTHER: Final = _("Other")

#: Parts of an entry, the tax heads of each put together.
PARTS: Final[Mapping[str, Promise | str]] = {
    "goods": _("Price without GST"),
    "goods-gst": _("GST, to the government"),
    "commission": _("Commission"),
    "commission-gst": _("GST on the commission"),
    "gateway-fee": _("Fee for the payment"),
    "tcs": _("TCS, a tax in your name"),
    "tds": _("TDS, a tax in your name"),
    "payout": _("Payment"),
    "penalty": _("Penalty"),
    "credit": _("Given to you"),
    "stall-charge": _("Stall at a fair"),
}
COSTS: Final[Mapping[Cost, Promise | str]] = {
    Cost.MATERIAL: _("Material"),
    Cost.HELP: _("Help of others"),
    Cost.TRAVEL: _("Travel and carrying"),
}


def part_of(component: Component) -> str:
    """Return the part that a line of the books belongs to; "" for what only moves within."""
    value = component.value
    for tax in ("goods", "commission", "tcs"):
        if value.startswith(f"{tax}-") and value.endswith("gst"):
            return "tcs" if tax == "tcs" else f"{tax}-gst"
    if value.startswith("gst-"):
        return "goods-gst"
    return value if value in PARTS else ""


def kind_word(kind: EntryKind) -> str:
    return str(KINDS.get(kind, OTHER))


def part_word(part: str) -> str:
    return str(PARTS.get(part, OTHER))
