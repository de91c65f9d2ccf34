"""A share clears: what was held is payable."""

from sellers.ledger.books import Books
from sellers.ledger.chart import GST_HELD, HELD, PAYABLE, WITHHELD
from sellers.ledger.contracts import Clearing
from sellers.ledger.errors import NothingToClear
from sellers.ledger.plans import DraftLine, Lines, Plan, digest_of, named
from sellers.ledger.states import Component, EntryKind

_GST_COMPONENT = {GST_HELD[head].code: Component(f"gst-{head}") for head in GST_HELD}


def plan_clearing(clearing: Clearing) -> Plan:
    """Return the plan; its lines raise NothingToClear."""
    again = (clearing.reference,) if clearing.reference else ()
    return Plan(
        key=named("clearing", clearing.order, clearing.item, *again),
        digest=digest_of(clearing),
        kind=EntryKind.CLEARING,
        occurred_on=clearing.occurred_on,
        lines=lambda books: clearing_lines(clearing, books),
        source=named("order", clearing.order),
        item=clearing.item,
        reads_source=True,
    )


def clearing_lines(clearing: Clearing, books: Books) -> Lines:
    """
    Return the lines that move all that is open of the share: the group's part, and the GST with what was
    withheld to the seller of record, who files it.
    """
    lines: list[DraftLine] = []
    for ref, currency, units in books.open_accounts(named("order", clearing.order), clearing.item):
        payable = PAYABLE.of(ref.owner) if ref.owner else None
        if payable is None:
            continue
        if ref.code == HELD.code:
            lines.append(DraftLine(ref, currency, units, Component.CLEARED))
            lines.append(DraftLine(payable, currency, -units, Component.CLEARED))
        elif ref.code in _GST_COMPONENT:
            lines.append(DraftLine(ref, currency, units, _GST_COMPONENT[ref.code]))
            lines.append(DraftLine(payable, currency, -units, _GST_COMPONENT[ref.code]))
        elif ref.code == WITHHELD.code:
            lines.append(DraftLine(ref, currency, -units, Component.CLEARED))
            lines.append(DraftLine(payable, currency, units, Component.CLEARED))
    if not lines:
        raise NothingToClear(f"Nothing of share {clearing.item} of order {clearing.order} is held.")
    return tuple(lines)
