"""Answer somebody who asked from abroad or at a fair, once; mail or SMS goes by the event."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from jkrlm.kernel import outbox
from jkrlm.kernel.clock import now as clock_now
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import ENQUIRY_ANSWERED, User, audit, write_sms
from storefront.aftercare.models import ANSWER_BY_SMS, Enquiry
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
    """React to EnquiryAnswered: the answer leaves by mail, or by SMS where she left only a number."""
    found = Enquiry.objects.filter(pk=event.payload["enquiry"]).first()
    if found is None or found.answered_at is None:
        return
    if not found.email:
        _by_sms(found)
        return

    def make() -> Note:
        return Note(
            subject=_("Your question about %(name)s") % {"name": found.product_name},
            paragraphs=tuple(line for line in found.answer.splitlines() if line.strip()),
            path=reverse("storefront:product", args=[found.product_slug])
            if found.product_slug
            else reverse("storefront:home"),
            link=_("See the piece") if found.product_slug else _("To the shop"),
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


def _by_sms(found: Enquiry) -> None:
    """Once: the message and the mark that it left are written together."""
    with transaction.atomic():
        waits = Enquiry.objects.filter(pk=found.pk, sent_at=None).update(sent_at=clock_now())
        if waits and found.phone:
            write_sms(
                to=found.phone,
                template=ENQUIRY_ANSWERED,
                variables=[found.product_name[:40], " ".join(found.answer.split())[:ANSWER_BY_SMS]],
                language=found.language,
            )
