"""What visitors left for a pass, and how it is forgotten."""

from django.utils.translation import gettext as _

from exhibitions.plan.models import VisitorPass
from exhibitions.plan.services.make_pass import forget_passes
from jkrlm.kernel import clock
from jkrlm.kernel.personal_data import Holder, Subject, Told


def _tell(subject: Subject) -> tuple[Told, ...]:
    phones = [each for each in subject.phones if each]
    rows = VisitorPass.objects.filter(phone__in=phones) | VisitorPass.objects.filter(
        email__in=[each.lower() for each in subject.emails if each]
    )
    return (
        Told(
            _("Your visitor passes"),
            tuple(
                {
                    _("Exhibition"): each.exhibition.name,
                    _("Name"): each.name,
                    _("Contact"): each.phone or each.email,
                    _("People"): each.people,
                    _("Asked for"): each.made_at.isoformat(),
                    _("Came"): each.counted_at.isoformat() if each.counted_at else "",
                }
                for each in rows.select_related("exhibition").order_by("pk")
            ),
        ),
    )


def _forget(subject: Subject) -> None:
    """Names and contacts go; how many came stays."""
    forget_passes(phones=subject.phones, emails=subject.emails, now=clock.now())


PERSONAL_DATA = Holder(tell=_tell, forget=_forget)
