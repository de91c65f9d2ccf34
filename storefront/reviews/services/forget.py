"""Personal data that is needed no more."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from storefront.reviews import rules
from storefront.reviews.models import Question, Review
from storefront.reviews.states import TextState


@transaction.atomic
def forget_buyer(*, access_ids: Collection[int]) -> int:
    """Loose reviews from their writer: words and stars stay, name and order go. Return how many."""
    rows = Review.objects.filter(access__in=list(access_ids))
    return int(rows.update(shown_name="", access=None))


def forget_contacts(*, now: datetime) -> int:
    """Forget where answers were to be sent, some weeks after all was said. Return how many."""
    rows = Question.objects.exclude(email="", phone="").filter(changed_at__lt=now - rules.CONTACT_KEPT)
    return int(rows.exclude(state=TextState.SUBMITTED).update(email="", phone=""))
