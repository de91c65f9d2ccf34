"""Write a mail about somebody's own account; the outbox brings it to the mail server, again where need be."""

import json
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from jkrlm.kernel import clock, outbox
from jkrlm.kernel.outbox import Event
from jkrlm.kernel.secrets import seal, unseal
from jkrlm.people.models import NO_BUYERS_MAILBOX, NO_MAILBOX, Letter

#: The kind of a letter that carries a sign-in code; it is kept for a day.
CODE_LETTER: Final = "code"
#: The kind of the last letter to somebody whose account was erased; it, too, is kept for a day.
LAST_LETTER: Final = "erasure-done"


@transaction.atomic
def write_letter(
    *, to: str, kind: str, subject: str, text: str, language: str, not_after: datetime | None = None
) -> int:
    """Keep a letter in the caller's transaction, to be sent after it; return its id."""
    withheld = to.endswith((f"@{NO_MAILBOX}", f"@{NO_BUYERS_MAILBOX}"))
    letter = Letter.objects.create(
        to=to,
        kind=kind,
        language=language,
        sealed=seal(json.dumps([subject, text])),
        state=Letter.State.WITHHELD if withheld else Letter.State.QUEUED,
        not_after=not_after,
    )
    outbox.record("LetterWritten", {"letter_id": letter.pk})
    return letter.pk


def on_letter_written(event: Event) -> None:
    """
    Hand the letter to the mail server, once.

    Raises:
        OSError: what the mail server raises, noted; the event comes again.
    """
    send_letter(letter_id=event.payload["letter_id"], now=clock.now())


def send_letter(*, letter_id: int, now: datetime) -> None:
    """Send under the row's lock, so that two workers do not both send it."""
    try:
        with transaction.atomic():
            letter = Letter.objects.select_for_update().filter(pk=letter_id).first()
            if letter is None or letter.state != Letter.State.QUEUED:
                return
            letter.attempts += 1
            if letter.not_after is not None and now >= letter.not_after:
                letter.state, letter.sealed = Letter.State.STALE, b""
            else:
                _hand_over(letter)
                letter.state, letter.sent_at, letter.last_error = Letter.State.SENT, now, ""
                if not settings.DEMO:
                    letter.sealed = b""
            letter.save()
    except OSError as error:
        letter = Letter.objects.get(pk=letter_id)
        letter.attempts += 1
        letter.last_error = f"{type(error).__name__}: {error}"[:300]
        letter.save(update_fields=["attempts", "last_error"])
        raise


def told_by(letter: Letter) -> tuple[str, str]:
    """Return subject and text; empty once they are wiped."""
    if not letter.sealed:
        return "", ""
    subject, text = json.loads(unseal(bytes(letter.sealed)))
    return subject, text


def _hand_over(letter: Letter) -> None:
    """The same letter keeps the same Message-ID, so that a repeat after a crash is seen as one."""
    subject, text = told_by(letter)
    with override(letter.language):
        html = render_to_string(
            "people/letter.html", {"subject": subject, "text": text, "language": letter.language}
        )
        signed = render_to_string("people/letter.txt", {"text": text})
    mail = EmailMultiAlternatives(
        subject=subject,
        body=signed,
        to=[letter.to],
        headers={
            "Message-ID": f"<account-letter-{letter.pk}@umeed.invalid>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(html, "text/html")
    mail.send()
