"""A member says whether her share is right."""

from datetime import datetime

from django.db import transaction

from sellers.earnings.contracts import Actor
from sellers.earnings.errors import AnsweredAlready, NotHerPlace, ShareUnknown, WordMissing
from sellers.earnings.models import Share
from sellers.earnings.states import ANSWERS, Answer

WORD_MAX = 300


def answer_share(
    *, line_id: int, group_code: str, seen_version: int, agrees: bool, word: str, by: Actor, now: datetime
) -> bool:
    """
    Write her word to her own share of the version she saw; return whether it stood already.

    Raises:
        NotHerPlace: a helper cannot answer in her place.
        ShareUnknown: she has none, or the leader has said it anew since.
        AnsweredAlready: she confirmed it. WordMissing: she objects without a word.
    """
    if not by.is_herself:
        raise NotHerPlace
    said = word.strip()[:WORD_MAX]
    to = Answer.CONFIRMED if agrees else Answer.OBJECTED
    if to is Answer.OBJECTED and not said:
        raise WordMissing
    with transaction.atomic():
        share = (
            Share.objects.select_for_update()
            .filter(
                person=by.person_id,
                attribution__line=line_id,
                attribution__group_code=group_code,
                attribution__version=seen_version,
                attribution__superseded_at__isnull=True,
            )
            .first()
        )
        if share is None:
            raise ShareUnknown
        if share.state == to:
            return True
        if to not in ANSWERS[Answer(share.state)]:
            raise AnsweredAlready
        share.state, share.word = to, "" if agrees else said
        share.answered_at, share.answered_by_id = now, by.user_id
        share.save(update_fields=["state", "word", "answered_at", "answered_by"])
    return False
