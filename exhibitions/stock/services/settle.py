"""
Staff say what became of what differed, and who bears it.

Where JKRLM or the carrier bears it, what the group gets is proposed to finance as a credit, by name of the
difference, so once; a second person decides. What JKRLM claims from a carrier is its own affair.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

import sellers.orders.facade as orders
from catalogue.facade import By, shelf_warehouse
from exhibitions.stock.errors import BadCount, ConsignmentUnknown, WrongState
from exhibitions.stock.models import Difference, Line
from exhibitions.stock.services.common import ON_THE_WAY, book, event_slug, locked, move, put_pieces, transit
from exhibitions.stock.states import (
    OUTCOMES,
    PAYING,
    Bearer,
    DifferenceKind,
    EntryKind,
    Outcome,
    Whereabouts,
)
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money

_AFTER = {
    Outcome.LOST: Whereabouts.LOST,
    Outcome.HOME: Whereabouts.HOME,
    Outcome.HERE: Whereabouts.EVENT,
}


@transaction.atomic
def settle(
    *,
    difference_id: int,
    outcome: Outcome,
    bearer: Bearer,
    words: str,
    by: By,
    worth: Money | None = None,
) -> None:
    """
    Settle a difference; what was settled so already stays. The store's stock and the exhibition's follow.
    ``worth`` is what the group gets for it from whoever bears it, in INR.

    Raises:
        ConsignmentUnknown; WrongState: it was settled otherwise; BadCount: without words, an outcome that
        does not fit, or no worth where another than the group bears what is gone.
    """
    found = Difference.objects.select_related("line__consignment").filter(pk=difference_id).first()
    if found is None:
        raise ConsignmentUnknown(_("There is no such difference."))
    locked(found.line.consignment.number)
    row = (
        Difference.objects.select_for_update(of=("self",))
        .select_related("line__consignment")
        .get(pk=found.pk)
    )
    if row.settled_at is not None:
        if (row.outcome, row.bearer) == (outcome, bearer):
            return
        raise WrongState(_("This was settled already. Look at it again."))
    _check(row, outcome, bearer, words, worth)
    now = clock.now()
    row.outcome, row.bearer, row.words = outcome, bearer, words.strip()[:300]
    row.settled_at, row.settled_by = now, by.actor
    row.save(update_fields=["outcome", "bearer", "words", "settled_at", "settled_by"])
    _carry(row, outcome, now)
    if worth is not None:
        _propose_credit(row, worth, by)


def _check(row: Difference, outcome: Outcome, bearer: Bearer, words: str, worth: Money | None) -> None:
    kind = DifferenceKind(row.kind)
    if outcome not in OUTCOMES[kind]:
        raise BadCount(_("Choose what became of it."), field="outcome")
    if not words.strip():
        raise BadCount(_("Say in a few words how it came."), field="words")
    if outcome is Outcome.LOST and bearer is Bearer.NOBODY:
        raise BadCount(_("What is gone is borne by somebody. Choose whom."), field="bearer")
    if outcome is Outcome.LOST and bearer in PAYING and worth is None:
        raise BadCount(_("Say what the group gets for it."), field="worth")
    if worth is not None and (bearer not in PAYING or kind is DifferenceKind.OVER):
        raise BadCount(
            _("The group gets money only where JKRLM or who carried it bears a loss."), field="worth"
        )
    if worth is not None and (worth.amount <= 0 or worth != worth.quantized()):
        raise BadCount(_("Give an amount in rupees, above nought."), field="worth")


def _propose_credit(row: Difference, worth: Money, by: By) -> None:
    of = row.line.consignment
    orders.propose_credit(
        group_code=of.group_code,
        amount=worth,
        reason=f"{of.number}: {row.quantity} × {row.line.sku}, {row.words}"[:200],
        key=f"stock-difference-{row.pk}",
        by=orders.By(by.actor, by.on_behalf_of),
    )


def _carry(row: Difference, outcome: Outcome, now: datetime) -> None:
    line: Line = row.line
    of, what = line.consignment, f"settled-{row.pk}"
    here, home = event_slug(of.exhibition_code), "" if line.is_new else shelf_warehouse(of.group_code)
    if row.kind == DifferenceKind.OVER:
        if row.stands_in:  # sold, and never counted in
            move(
                line, what, out_of=home if outcome is Outcome.SHELF else "", into=here, quantity=row.quantity
            )
            book(line, EntryKind.IN, row.quantity, what, now=now)
        elif outcome is Outcome.SHELF:
            move(line, what, out_of=home, into="", quantity=row.quantity)
        return
    into = {Outcome.LOST: "", Outcome.HOME: home, Outcome.HERE: here}[outcome]
    move(line, what, out_of=row.stands_in, into=into, quantity=row.quantity)
    if row.stands_in == ON_THE_WAY:
        transit(line, -row.quantity)
        if outcome is Outcome.HERE:
            book(line, EntryKind.IN, row.quantity, what, now=now, serials=row.serials)
    elif outcome is not Outcome.HERE:
        kind = EntryKind.LOST if outcome is Outcome.LOST else EntryKind.BACK
        book(line, kind, row.quantity, what, now=now, serials=row.serials)
    put_pieces(row.serials, _AFTER[outcome], now=now)
