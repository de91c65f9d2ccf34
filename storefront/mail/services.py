"""Keep a message, then send it. Once for each step of each order."""

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from jkrlm.kernel.clock import now
from storefront.mail.compose import Letter
from storefront.models import MailMessage, OrderAccess

#: Buyers without a mailbox have an address here; nothing is ever sent to it (RFC 2606).
NO_MAILBOX = "@buyers.invalid"


def post(*, access: OrderAccess | None, kind: str, letter: Letter, reference: str = "") -> MailMessage:
    """
    Keep the letter under (order, kind, reference) and send it; a second call finds the first one's row.

    Without an order the reference says what it is about.

    Raises what the mail server raises, after noting it: the caller's event comes again.
    """
    message, _made = MailMessage.objects.get_or_create(
        access=access,
        kind=kind,
        reference=reference,
        defaults={
            "to": letter.to,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "state": MailMessage.State.WITHHELD if _no_mailbox(letter.to) else MailMessage.State.QUEUED,
        },
    )
    if message.state == MailMessage.State.QUEUED:
        _send(message.pk)
        message.refresh_from_db()
    return message


def is_posted(*, access: OrderAccess | None, kind: str, reference: str = "") -> bool:
    """Return whether there is nothing left to do for this message, so that it need not be written again."""
    return (
        MailMessage.objects.filter(access=access, kind=kind, reference=reference)
        .exclude(state=MailMessage.State.QUEUED)
        .exists()
    )


def _no_mailbox(address: str) -> bool:
    return not address or address.lower().endswith(NO_MAILBOX)


def _send(message_id: int) -> None:
    """Send under the row's lock, so that two workers do not both send it."""
    try:
        with transaction.atomic():
            message = MailMessage.objects.select_for_update().get(pk=message_id)
            if message.state != MailMessage.State.QUEUED:
                return
            hand_over(message)
            message.state = MailMessage.State.SENT
            message.sent_at = now()
            message.attempts += 1
            message.last_error = ""
            message.save(update_fields=["state", "sent_at", "attempts", "last_error"])
    except OSError as error:
        message = MailMessage.objects.get(pk=message_id)
        message.attempts += 1
        message.last_error = f"{type(error).__name__}: {error}"[:300]
        message.save(update_fields=["attempts", "last_error"])
        raise


def hand_over(message: MailMessage, *, again: int = 0) -> None:
    """
    Give it to the mail server. The same message keeps the same Message-ID, so that a repeat after a crash is
    seen as one; ``again`` numbers a sending that somebody asked for, which shall be seen.
    """
    name = f"order-mail-{message.pk}" + (f"-{again}" if again else "")
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        headers={"Message-ID": f"<{name}@umeed.invalid>"},
    )
    mail.attach_alternative(message.html, "text/html")
    mail.send()
