"""What every change of a grievance does: the lock, the state, the line in the thread, the event."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from jkrlm.kernel import outbox
from jkrlm.people.facade import GRIEVANCE_NEWS, GRIEVANCE_TAKEN, User, write_sms
from storefront.grievances.errors import BadWords, GrievanceUnknown, WrongState
from storefront.grievances.models import Grievance, GrievanceMessage
from storefront.grievances.officer import grievance_officer
from storefront.grievances.rules import WORDS_MOST
from storefront.grievances.states import TRANSITIONS, Author, GrievanceState


def lock_key(key: str) -> None:
    """Let two requests that carry the same key wait for each other, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('grievances'), hashtext(%s))", [key])


def locked(number: str) -> Grievance:
    """Raises GrievanceUnknown."""
    found = Grievance.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise GrievanceUnknown(_("There is no grievance with this number."))
    return found


def clean_words(words: str) -> str:
    """Raises BadWords: none, or too many."""
    text = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise BadWords(_("Write a few words."), field="words")
    if len(text) > WORDS_MOST:
        raise BadWords(_("Write %(n)d characters at most.") % {"n": WORDS_MOST}, field="words")
    return text


def move(grievance: Grievance, to: GrievanceState, *, now: datetime) -> None:
    """
    Change the state in hand; the caller saves.

    Raises:
        WrongState: that does not follow from where it is.
    """
    if to == grievance.state:
        return
    if to not in TRANSITIONS[GrievanceState(grievance.state)]:
        raise WrongState(
            _("That cannot be done now: the grievance is “%(state)s”.")
            % {"state": GrievanceState(grievance.state).label}
        )
    grievance.state, grievance.changed_at = to, now


def say(
    grievance: Grievance,
    *,
    key: str,
    author: Author,
    words: str,
    now: datetime,
    user: User | None = None,
    photos: Sequence[str] = (),
    is_internal: bool = False,
    state: str = "",
) -> GrievanceMessage:
    """Add to the thread, and let reactions know; the key makes it once."""
    message = GrievanceMessage.objects.create(
        grievance=grievance,
        key=key[:80],
        at=now,
        author=author,
        user=user,
        words=words,
        photos=list(photos),
        is_internal=is_internal,
        state=state,
    )
    if not is_internal and author != Author.COMPLAINANT:
        if grievance.phone and not grievance.email:
            _write_sms(grievance, is_first=author == Author.SYSTEM and not state)
        outbox.record(
            "GrievanceMoved",
            {
                "number": grievance.number,
                "message": message.pk,
                "group": grievance.group_code,
                "person_id": grievance.person_id,
            },
        )
    return message


def link_to(grievance: Grievance) -> str:
    """Return the secret path in the language of who complained."""
    with override(grievance.language):
        return reverse("shop_grievances:thread", args=[grievance.token])


def _write_sms(grievance: Grievance, *, is_first: bool) -> None:
    """Kept in the same transaction as the message: written once, as that is."""
    link = settings.PUBLIC_URL.rstrip("/") + link_to(grievance)
    names = [grievance_officer().name[:30]] if is_first else []
    write_sms(
        to=grievance.phone,
        template=GRIEVANCE_TAKEN if is_first else GRIEVANCE_NEWS,
        variables=[grievance.number, *names, link],
        language=grievance.language,
    )


def said(key: str) -> GrievanceMessage | None:
    """Return what was said under this key before."""
    return GrievanceMessage.objects.filter(key=key[:80]).select_related("grievance").first()
