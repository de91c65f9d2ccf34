"""What the tax documents say of a buyer. Nothing is forgotten: the law wants them kept."""

from django.utils.translation import gettext as _

from jkrlm.kernel.personal_data import Holder, Subject, Told
from sellers.tax.models import TaxDocument
from sellers.tax.recipients import recipient_of


def _tell(subject: Subject) -> tuple[Told, ...]:
    """Kept for eight years: CGST Act, s. 36; Income-tax Act, s. 44AA with rule 6F; Companies Act, s. 128."""
    rows = TaxDocument.objects.filter(order_id__in=subject.order_ids).order_by("pk")
    told = []
    for each in rows:
        named = recipient_of(each) if each.recipient is not None else None
        told.append(
            {
                _("Number"): each.number,
                _("Issued on"): each.issued_on.isoformat(),
                _("By"): each.seller_name,
                _("Written on it"): ", ".join((named.name, *named.address)) if named else "",
            }
        )
    return (Told(_("Invoices, kept for eight years by law"), tuple(told)),)


PERSONAL_DATA = Holder(tell=_tell)
