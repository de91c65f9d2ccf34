"""Answer somebody who asked from abroad, once; the mail goes by the event."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from jkrlm.kernel import outbox
from jkrlm.kernel.clock import now as clock_now
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import User, audit
from storefront.aftercare.models import Enquiry
from storefront.mail.notes import Note, write_note
from storefront.models import MailMessage


@transaction.atomic
def answer_enquiry(*, pk: int, answer: str, by: User, now: datetime) -> bool:
    """Return False where it was answered before: the first answer stands."""
    found = Enquiry.objects.select_for_update().get(pk=pk)
    if found.answered_at is not None:
        return False
    found.answer, found.answered_at, found.answered_by = answer.strip(), now, by
    found.save(update_fields=["answer", "answered_at", "answered_by"])
    audit(actor=by, verb="enquiry.answer", target=f"enquiry {pk}")
    outbox.record("EnquiryAnswered", {"enquiry": pk})
    return True


def on_enquiry_answered(event: Event) -> None:
    """React to EnquiryAnswered: the answer leaves by mail."""
    found = Enquiry.objects.filter(pk=event.payload["enquiry"]).first()
    if found is None or found.answered_at is None:
        return

    def make() -> Note:
        return Note(
            subject=_("Your question about %(name)s") % {"name": found.product_name},
            paragraphs=tuple(line for line in found.answer.splitlines() if line.strip()),
            path=reverse("storefront:product", args=[found.product_slug]),
            link=_("See the piece"),
            name=found.name,
        )

    write_note(
        kind=MailMessage.Kind.ENQUIRY,
        reference=f"enquiry {found.pk}",
        to=found.email,
        language=found.language,
        make=make,
        access=None,
    )
    Enquiry.objects.filter(pk=found.pk, sent_at=None).update(sent_at=clock_now())
