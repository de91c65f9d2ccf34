"""What follows from a message of the desk, and from what certification heard or said."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

import certification.cases.facade as cases
from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import BadPhone, mobile_number
from storefront.grievances.errors import WrongState
from storefront.grievances.models import Grievance, GrievanceMessage
from storefront.grievances.officer import grievance_officer
from storefront.grievances.services.common import link_to
from storefront.grievances.services.end import resolve
from storefront.grievances.services.open_grievance import Complaint, open_grievance
from storefront.grievances.states import Author, GrievanceState, Kind
from storefront.mail.notes import Note, write_note
from storefront.models import MailMessage
from storefront.written import language_of


def on_grievance_moved(event: Event) -> None:
    """Mail who complained what was said, with the secret link; an SMS was written with the message."""
    found = GrievanceMessage.objects.filter(pk=event.payload["message"]).select_related("grievance").first()
    if found is None or found.grievance.forgotten_at is not None:
        return
    grievance = found.grievance
    if grievance.email:
        write_note(
            kind=MailMessage.Kind.GRIEVANCE,
            reference=f"message {found.pk}",
            to=grievance.email,
            language=grievance.language,
            make=lambda: _note(grievance, found),
            access=None,
        )


def on_complaint_made(event: Event) -> None:
    """React to ComplaintMade: a report from /verify/ is a grievance, too. Twice is once."""
    number = event.payload["complaint"]
    if Grievance.objects.filter(complaint_number=number).exists():
        return
    found = next((each for each in cases.complaints() if each.number == number), None)
    if found is None:
        return
    email, phone = contact_of(found.contact)
    open_grievance(
        Complaint(
            key=f"complaint:{number}",
            kind=Kind.CERTIFICATE,
            words=found.words,
            language=language_of(found.words, "en"),
            reference=found.certificate_number or found.label_code or found.case_number,
            email=email,
            phone=phone,
            product_id=found.product_id,
            label_code=found.label_code,
            complaint_number=number,
            group_code=found.group_code,
        ),
        now=found.at,
    )


def on_complaint_answered(event: Event) -> None:
    """React to ComplaintAnswered: what certification found is the outcome here."""
    number = event.payload["complaint"]
    grievance = Grievance.objects.filter(complaint_number=number).first()
    found = next((each for each in cases.complaints() if each.number == number), None)
    if grievance is None or found is None or not found.answer:
        return
    with override(grievance.language):
        founded = found.state == cases.ComplaintState.FOUNDED
        verdict = _("The complaint is founded.") if founded else _("We found nothing wrong.")
    try:
        resolve(
            number=grievance.number,
            key=f"complaint:{number}:answered",
            words=f"{verdict} {found.answer}",
            user=None,
            now=clock.now(),
        )
    except WrongState:
        return  # the desk was faster: its word stands


def contact_of(text: str) -> tuple[str, str]:
    """Return (email, phone) of what somebody left to be reached by; each may be empty."""
    for part in re.split(r"[\s,;]+", text.strip()):
        if "@" in part:
            try:
                validate_email(part)
            except ValidationError:
                continue
            return part.lower(), ""
    try:
        return "", mobile_number(text)
    except BadPhone:
        return "", ""


def _note(grievance: Grievance, message: GrievanceMessage) -> Note:
    officer = grievance_officer()
    if message.state == GrievanceState.RESOLVED:
        subject = _("Grievance %(number)s is resolved")
    elif message.author == Author.SYSTEM:
        subject = _("Grievance %(number)s: we have it")
    else:
        subject = _("Grievance %(number)s: we wrote to you")
    closing = (_("If it is not, open it again within 15 days."),) if message.state == "resolved" else ()
    return Note(
        subject=subject % {"number": grievance.number},
        paragraphs=(
            message.words,
            *closing,
            _("Grievance officer: %(name)s, %(designation)s, %(email)s, %(phone)s")
            % {
                "name": officer.name,
                "designation": officer.designation,
                "email": officer.email,
                "phone": officer.phone,
            },
        ),
        path=link_to(grievance),
        link=_("Read and answer"),
        name=grievance.name,
        is_secret=True,
    )
