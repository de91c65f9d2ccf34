"""Send a message to a buyer once more: asked for here, sent by the worker."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date, now, start_of
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import User, audit
from storefront.desk.errors import MailNotSent, MailUnknown, TooManyMails
from storefront.desk.models import MailSending
from storefront.mail.services import hand_over
from storefront.models import MailMessage

#: A mailbox that did not take it five times today does not take it a sixth time.
MOST_A_DAY: Final = 5


@transaction.atomic
def send_again(
    *, message_id: int, order_id: str, number: str, key: str, actor: User, now: datetime
) -> MailSending:
    """
    Ask for one more sending; the same ``key`` again finds the first one.

    Raises:
        MailUnknown, MailNotSent, TooManyMails.
    """
    message = (
        MailMessage.objects.select_for_update(of=("self",))
        .filter(pk=message_id, access__order_id=order_id)
        .first()
    )
    if message is None:
        raise MailUnknown(_("There is no such mail of this order."))
    done = MailSending.objects.filter(key=key).first()
    if done is not None:
        return done
    if message.state != MailMessage.State.SENT or not message.text:
        raise MailNotSent(_("This mail has not gone to a mailbox, or was erased: it cannot be sent again."))
    day = start_of(local_date(now))
    sent = message.sendings.filter(asked_at__gte=day, asked_at__lt=day + timedelta(days=1)).count()
    if sent >= MOST_A_DAY:
        raise TooManyMails(
            _("It was sent again %(most)d times today. Ask the buyer for another address, or wait a day.")
            % {"most": MOST_A_DAY}
        )
    made = MailSending.objects.create(key=key, message=message, asked_by=actor, asked_at=now)
    audit(
        actor=actor,
        verb="order.mail-again",
        target=f"order {number}",
        after={"mail": message.kind, "message": message.pk},
    )
    outbox.record("MailToSendAgain", {"sending": made.pk})
    return made


def on_mail_to_send_again(event: Event) -> None:
    """Send it under the row's lock, so that two workers do not both. Raises what the mail server raises."""
    with transaction.atomic():
        sending = (
            MailSending.objects.select_for_update(of=("self",))
            .select_related("message")
            .get(pk=event.payload["sending"])
        )
        if sending.sent_at is not None or not sending.message.text:
            return
        hand_over(sending.message, again=sending.pk)
        sending.sent_at = now()
        sending.save(update_fields=["sent_at"])
