"""The maker answers a review or a question."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.people.facade import User
from storefront.reviews import rules
from storefront.reviews.errors import ChangedMeanwhile
from storefront.reviews.models import Answer, Question, Review
from storefront.reviews.services.common import clean_words, keep_change, lock, name_of, resubmit
from storefront.reviews.services.tally import count_anew


def answer(
    *,
    to: Review | Question,
    key: uuid.UUID,
    seen_version: int,
    words: str,
    language: str,
    user: User,
    on_behalf_of: str,
    now: datetime,
) -> Answer:
    """
    Write or change the one answer; it is read by staff before it is shown. The same key changes nothing.

    Raises:
        ChangedMeanwhile: another woman of the group answered or changed it since the page was drawn.
        BadWords: none, or too many.
    """
    text = clean_words(words, most=rules.QUESTION_MOST * 2)
    about = {"review": to} if isinstance(to, Review) else {"question": to}
    with transaction.atomic():
        lock(f"answer to {name_of(to)}")
        row = Answer.objects.select_for_update().filter(**about).first()
        if row is not None and row.key == key:
            return row
        if (row.version if row else 0) != seen_version:
            raise ChangedMeanwhile(_("Somebody of your group has answered meanwhile. Look at it again."))
        if row is None:
            row = Answer(**about, written_at=now, changed_at=now, version=1)
        else:
            resubmit(row, now=now)
        row.key, row.words, row.language = key, text, language
        row.product_id, row.product_slug, row.product_name = to.product_id, to.product_slug, to.product_name
        row.group_code, row.written_by, row.on_behalf_of = to.group_code, user, on_behalf_of
        row.save()
        keep_change(row, actor=f"person:{user.pk}", now=now)
        count_anew(row.product_id)
    return row
