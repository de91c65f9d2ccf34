"""What seller orders hold about a buyer, and how it is forgotten: her words about what she sent back."""

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.kernel.personal_data import Holder, Subject, Told
from media.facade import let_files_go
from sellers.orders.models import SellerOrder
from sellers.orders.return_models import ReturnCase, ReturnPhoto


def _tell(subject: Subject) -> tuple[Told, ...]:
    parcels = SellerOrder.objects.filter(order_id__in=subject.order_ids).order_by("pk")
    returns = ReturnCase.objects.filter(seller_order__order_id__in=subject.order_ids).order_by("pk")
    return (
        Told(
            _("Parcels"),
            tuple(
                {
                    _("Number"): each.code,
                    _("State"): each.get_state_display(),
                    _("Carrier"): f"{each.carrier} {each.tracking_number}".strip(),
                    _("PIN code"): each.destination_pincode,
                }
                for each in parcels
            ),
        ),
        Told(
            _("What you sent back"),
            tuple(
                {
                    _("At"): each.asked_at.isoformat(),
                    _("Why"): each.get_why_display(),
                    _("Your words"): each.words,
                    _("State"): each.get_state_display(),
                }
                for each in returns
            ),
        ),
    )


def _forget(subject: Subject) -> None:
    """
    Wipe her words and photographs; that something came back, and why, stays with the books.

    What staff photographed stays: it shows a piece that was not accepted, and nobody's home.
    """
    hers = ReturnCase.objects.filter(seller_order__order_id__in=subject.order_ids)
    with transaction.atomic():
        photos = ReturnPhoto.objects.filter(case__in=hers, by_staff=False)
        keys = list(photos.values_list("picture_key", flat=True))
        photos.delete()
        hers.update(words="")
        let_files_go(keys)


PERSONAL_DATA = Holder(tell=_tell, forget=_forget)
