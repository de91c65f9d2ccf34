"""Somebody complains: a number at once, and clocks that run."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from jkrlm.kernel.clock import local_date
from storefront.grievances import rules
from storefront.grievances.models import Grievance, GrievanceCounter
from storefront.grievances.officer import grievance_officer
from storefront.grievances.services.common import clean_words, lock_key, say
from storefront.grievances.states import Author, Kind
from storefront.models import OrderAccess


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is told. ``key`` is the form's own; ``reference`` is what it is about, in words."""

    key: str
    kind: Kind
    words: str
    language: str
    reference: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    access: OrderAccess | None = None
    product_id: str = ""
    label_code: str = ""
    complaint_number: str = ""
    group_code: str = ""
    person_id: int | None = None
    photos: tuple[str, ...] = ()


def open_grievance(complaint: Complaint, *, now: datetime) -> Grievance:
    """
    Keep it and acknowledge it at once with its number and the officer's name; the same key again is the same.

    Raises:
        BadWords: none, or too many.
    """
    words = clean_words(complaint.words)
    with transaction.atomic():
        lock_key(complaint.key)
        known = Grievance.objects.filter(key=complaint.key).first()
        if known is not None:
            return known
        grievance = Grievance.objects.create(
            number=_next_number(now),
            key=complaint.key,
            kind=complaint.kind,
            access=complaint.access,
            reference=complaint.reference[:200],
            product_id=complaint.product_id,
            label_code=complaint.label_code[:64],
            complaint_number=complaint.complaint_number,
            group_code=complaint.group_code,
            person_id=complaint.person_id,
            name=complaint.name[:120],
            email=complaint.email,
            phone=complaint.phone,
            language=complaint.language,
            opened_at=now,
            changed_at=now,
            acknowledge_by=now + rules.ACKNOWLEDGE,
            close_by=rules.one_month_after(now),
        )
        say(
            grievance,
            key=f"{complaint.key}:words",
            author=Author.COMPLAINANT,
            words=words,
            photos=complaint.photos,
            now=now,
        )
        _acknowledge(grievance, now)
    return grievance


def _next_number(now: datetime) -> str:
    """Count on under the row's lock: where the transaction is rolled back, so is the number."""
    series = f"UG-{local_date(now):%y}"
    GrievanceCounter.objects.get_or_create(series=series)
    counter = GrievanceCounter.objects.select_for_update().get(series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{series}-{counter.last:06d}"


def _acknowledge(grievance: Grievance, now: datetime) -> None:
    officer = grievance_officer()
    with override(grievance.language):
        words = _(
            "We have your grievance. Its number is %(number)s. %(officer)s, %(designation)s, answers for it. "
            "Somebody writes to you within 48 hours, and it is resolved within one month."
        ) % {"number": grievance.number, "officer": officer.name, "designation": officer.designation}
    say(grievance, key=f"{grievance.key}:received", author=Author.SYSTEM, words=words, now=now)
