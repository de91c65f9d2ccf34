"""What somebody brought before the grievance officer, as her copy of her data tells it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from jkrlm.kernel.personal_data import Holder, Subject, Told
from storefront.grievances.models import Grievance


def _tell(subject: Subject) -> tuple[Told, ...]:
    """Grievances are forgotten by a clock of their own: the law asks to show how they were dealt with."""
    hers = Q(access__in=subject.access_ids) | Q(email__in=subject.emails) | Q(phone__in=subject.phones)
    rows = []
    for each in Grievance.objects.filter(hers).prefetch_related("messages").order_by("pk"):
        said = [message.words for message in each.messages.all() if message.words and not message.is_internal]
        rows.append(
            {
                _("Number"): each.number,
                _("At"): each.opened_at.isoformat(),
                _("Contact"): ", ".join(part for part in (each.name, each.email, each.phone) if part),
                _("Words"): said,
                _("What was done"): each.resolution,
            }
        )
    return (Told(_("Grievances"), tuple(rows)),)


PERSONAL_DATA = Holder(tell=_tell)
