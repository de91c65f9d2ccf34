"""A bill at the till is paid by card: the buyer pays on her own phone, the tablet asks until it is paid."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

import commerce.payments.facade as payments
import exhibitions.plan.facade as plan
from commerce.payments.facade import ProviderRefused, ProviderUnavailable
from exhibitions.till.bundle import rupees_of
from exhibitions.till.errors import CardRefused
from exhibitions.till.models import Entry, Till
from exhibitions.till.states import AsideState, EntryKind
from jkrlm.kernel.locks import advisory_lock

_Standing = payments.stalls.CardStanding
#: Said by its tablet that nothing is lost: what the card company cannot be asked, is asked again.
LATER: Final = "try-later"


def begin(*, till: Till, bill: UUID, amount: int, is_paper: bool) -> _Standing:
    """
    Return the one page on which a bill of ``amount`` paise can be paid; asked again, the same. A bill typed
    in from its paper is paid already where exactly its amount was taken by an ended tablet, whose bill never
    came, or by one whose bill could not be booked.

    Raises:
        CardRefused: cards are not taken here, the bill is closed, or the card company does not answer.
        PaymentNotPossible: not an amount that a card can pay, or several payments of it have no bill.
    """
    if not payments.is_set_up():
        raise CardRefused(_("Cards are not taken here: choose cash or UPI."))
    if Entry.objects.filter(entry_id=bill).exists():
        raise CardRefused(_("This bill is closed."))
    sum_ = rupees_of(amount).amount
    found = _adopted(till, bill, sum_) if is_paper else None
    if found is not None:
        return found
    _known(till, bill)
    title = f"Umeed, {plan.exhibition(till.exhibition).name}"[:200]
    wanted = payments.stalls.StallPage(
        bill_id=bill,
        till=till.purse,
        amount=sum_,
        title=title,
        success_url=f"{settings.PUBLIC_URL}{reverse('pos:paid')}",
        cancel_url=f"{settings.PUBLIC_URL}{reverse('pos:left')}",
    )
    with _asking():
        return payments.stalls.open_page(wanted)


def _adopted(till: Till, bill: UUID, amount: Decimal) -> _Standing | None:
    """Give the bill what was paid for it already; asked twice at once, it takes one. None: nothing fits."""
    with advisory_lock(f"till.card:{bill}"):
        if _known(till, bill) is not None:
            return None
        lost = Till.objects.filter(exhibition=till.exhibition, revoked_at__isnull=False)
        return payments.stalls.adopt(
            bill_id=bill,
            amount=amount,
            tills=[each.purse for each in lost],
            bills=_not_booked(till.exhibition),
        )


def look(*, till: Till, bill: UUID) -> _Standing | None:
    """Return how the payment stands; None where none was begun. Raises CardRefused: ask again."""
    if _known(till, bill) is None:
        return None
    with _asking():
        return payments.stalls.look(bill)


def give_up(*, till: Till, bill: UUID) -> _Standing | None:
    """
    Close the page at the card company before another way to pay is chosen; return how it stands then, it may
    be paid. Raises CardRefused: it may still be paid; ask again.
    """
    if _known(till, bill) is None:
        return None
    with _asking():
        return payments.stalls.cancel(bill)


def _not_booked(exhibition: str) -> list[UUID]:
    """Return the sales that staff type in from their paper: set aside, or not readable."""
    aside = Q(aside__state=AsideState.ASIDE, kind=EntryKind.SALE)
    rows = Entry.objects.filter(aside | Q(kind=EntryKind.UNREAD), till__exhibition=exhibition)
    return list(rows.values_list("entry_id", flat=True))


def _known(till: Till, bill: UUID) -> _Standing | None:
    """Return what our own tables have of it. Raises CardRefused: another exhibition's."""
    standing = payments.stalls.known(bill)
    if standing is not None and standing.till.rpartition("/")[0] != till.exhibition:
        raise CardRefused(_("That is no bill of this exhibition."))
    return standing


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except (ProviderUnavailable, ProviderRefused) as fault:
        words = _("The card company does not answer. Nothing is lost: try again in a moment.")
        raise CardRefused(words, code=LATER) from fault
