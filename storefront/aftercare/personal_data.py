"""What people asked from abroad or at a fair, found by what they proved since, and how it is forgotten."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from jkrlm.kernel.personal_data import Holder, Subject, Told
from storefront.aftercare.models import Enquiry

#: Stands where a name, an address and words were.
ERASED = "erased@buyers.invalid"
_GONE = "–"


def _tell(subject: Subject) -> tuple[Told, ...]:
    rows = tuple(
        {
            _("Piece"): each.product_name,
            _("Asked at"): each.origin,
            _("At"): each.asked_at.isoformat(),
            _("Name"): each.name,
            _("E-mail"): each.email or each.phone,
            _("Country"): each.country,
            _("Your words"): each.words,
            _("Our answer"): each.answer,
        }
        for each in _hers(subject).order_by("pk")
    )
    return (Told(_("Your enquiries"), rows),)


def _forget(subject: Subject) -> None:
    """That somebody asked, from where, for what, stays: it tells where the shop should send one day."""
    hers = _hers(subject)
    hers.exclude(answer="").update(answer=_GONE)
    hers.update(name="", email=ERASED, phone="", words="")


def _hers(subject: Subject) -> QuerySet[Enquiry]:
    """People type capitals; what is proven is kept without."""
    mailboxes = [each.lower() for each in subject.emails if each]
    phones = [each for each in subject.phones if each]
    rows = Enquiry.objects.annotate(mailbox=Lower("email"))
    return rows.filter(Q(mailbox__in=mailboxes) | Q(phone__in=phones))


PERSONAL_DATA = Holder(tell=_tell, forget=_forget)
