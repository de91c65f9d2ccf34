"""What visitors of a fair left at a stall, and how it is forgotten."""

from django.utils.translation import gettext as _

from exhibitions.results.services.forget_leads import forget_leads, leads_of
from jkrlm.kernel import clock
from jkrlm.kernel.personal_data import Holder, Subject, Told


def _tell(subject: Subject) -> tuple[Told, ...]:
    rows = tuple(
        {
            _("Exhibition"): each.exhibition,
            _("At"): each.consent_at.isoformat(),
            _("Name"): each.name,
            _("Contact"): each.phone or each.email,
            _("What you asked for"): each.wants,
            _("You agreed to"): each.consent_words,
        }
        for each in leads_of(subject.phones, subject.emails).order_by("pk")
    )
    return (Told(_("What you asked for at fairs"), rows),)


def _forget(subject: Subject) -> None:
    """That somebody asked at a stall stays: it is counted in reports."""
    forget_leads(phones=subject.phones, emails=subject.emails, now=clock.now())


PERSONAL_DATA = Holder(tell=_tell, forget=_forget)
