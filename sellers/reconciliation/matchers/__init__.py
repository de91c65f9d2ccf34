"""
The rules by which lines of the bank find what explains them. One literal table, tried from above; each looks
at all open lines at once and says only what it is sure of: one line, one explanation.
"""

from typing import Final

from sellers.reconciliation.matchers.base import Finding, Matcher
from sellers.reconciliation.matchers.books import find_alone, find_together
from sellers.reconciliation.matchers.came_back import find_came_back
from sellers.reconciliation.matchers.payouts import find_transfers
from sellers.reconciliation.matchers.stripe import find_settlements
from sellers.reconciliation.matchers.upi import SLUG as UPI_SLUG
from sellers.reconciliation.matchers.upi import find_upi

MATCHERS: Final[tuple[Matcher, ...]] = (
    Matcher("stripe-payout", "Settlements of the card company", find_settlements),
    Matcher("group-payout", "Payments to groups, by reference or UTR", find_transfers),
    Matcher(UPI_SLUG, "Payments by UPI, and transfers back", find_upi),
    Matcher("came-back", "A payment that left and came back", find_came_back),
    Matcher("in-the-books", "One entry of the books with the bank's reference", find_alone),
    Matcher("booked-together", "Entries recorded together, such as a carrier's remittance", find_together),
)

__all__ = ["MATCHERS", "Finding", "Matcher"]
