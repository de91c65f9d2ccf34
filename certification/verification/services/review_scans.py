import uuid
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

import certification.labels.facade as labels
from certification.verification.errors import BadReview
from certification.verification.models import ScanReview
from jkrlm.people.facade import User, audit


def review_scans(
    *, code: str, words: str, key: uuid.UUID, user: User, now: datetime, today: date
) -> ScanReview:
    """
    Write down that the scans of a label were looked into: they are counted anew from tomorrow.

    Raises:
        BadReview: no reason, or no such label.
    """
    words = words.strip()
    if len(words) < 10:
        raise BadReview("Say in a sentence what you found.", field="words")
    try:
        labels.label(code)
    except labels.LabelUnknown as unknown:
        raise BadReview(unknown.message, field="code") from unknown
    known = ScanReview.objects.filter(key=key).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            made = ScanReview.objects.create(
                key=key, code=code, from_day=today + timedelta(days=1), words=words[:300], by=user, at=now
            )
            audit(actor=user, verb="cert.scans.review", target=f"label {code}", after={"words": words[:300]})
    except IntegrityError:
        return ScanReview.objects.get(key=key)
    return made
