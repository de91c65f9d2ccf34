"""Personal data that is needed no more."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from media.facade import PictureUnknown, copy_for_shop, let_files_go
from storefront.reviews import rules
from storefront.reviews.models import Question, Review
from storefront.reviews.states import TextState


@transaction.atomic
def forget_buyer(*, access_ids: Collection[int]) -> int:
    """
    Loose reviews from their writer: words and stars stay; name, order and photographs go. Return how many.

    The photographs' files go with all their sizes, at the addresses too that everybody could fetch.
    """
    rows = Review.objects.select_for_update().filter(access__in=list(access_ids))
    photographs, shown = set[str](), set[str]()
    for photos, public in rows.values_list("photos", "shown_photos"):
        photographs.update(photos)
        shown.update(public)
    # A review that was hidden or written anew names its public copies no more.
    shown |= {copy for key in photographs if (copy := _copy_of(key))}
    loosened = int(rows.update(shown_name="", access=None, photos=[], shown_photos=[]))
    let_files_go(photographs, shown=shown)
    return loosened


def _copy_of(key: str) -> str:
    try:
        return copy_for_shop(key)
    except PictureUnknown:
        return ""


def forget_contacts(*, now: datetime) -> int:
    """Forget where answers were to be sent, some weeks after all was said. Return how many."""
    rows = Question.objects.exclude(email="", phone="").filter(changed_at__lt=now - rules.CONTACT_KEPT)
    return int(rows.exclude(state=TextState.SUBMITTED).update(email="", phone=""))
