"""Where a buyer at a till wanted her receipt sent, and how it is forgotten."""

from django.utils.translation import gettext as _

from exhibitions.till.services.forget_numbers import bills_with, forget_numbers
from jkrlm.kernel.personal_data import Holder, Subject, Told


def _tell(subject: Subject) -> tuple[Told, ...]:
    rows = tuple(
        {
            _("Exhibition"): each.exhibition,
            _("At"): each.sold_at.isoformat(),
            _("Bill"): each.number,
            _("Contact"): each.phone,
        }
        for each in bills_with(subject.phones).order_by("pk")
    )
    return (Told(_("Receipts of stalls sent to you"), rows),)


def _forget(subject: Subject) -> None:
    """What the tablet signed stays: it proves the tax document (see the map)."""
    forget_numbers(subject.phones)


PERSONAL_DATA = Holder(tell=_tell, forget=_forget)
