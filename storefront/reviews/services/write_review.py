"""A buyer writes about a piece that came, or changes what she wrote."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from media.facade import let_files_go
from sellers.orders.facade import SoldLine, lines_of_order
from storefront.models import OrderAccess
from storefront.reviews import rules
from storefront.reviews.errors import BadWords, ChangedMeanwhile, NotReceived
from storefront.reviews.models import Review
from storefront.reviews.selectors import is_received
from storefront.reviews.services.common import clean_words, keep_change, lock, resubmit
from storefront.reviews.services.tally import count_anew


@dataclass(frozen=True, slots=True)
class ReviewWish:
    """``seen_version`` is what stood on the form's page, 0 where nothing was written yet."""

    key: uuid.UUID
    seen_version: int
    stars: int
    words: str
    language: str
    shown_name: str
    photos: tuple[str, ...]


def received_line(access: OrderAccess, line_id: int) -> SoldLine:
    """
    Return a line that this order's buyer had in hand.

    Raises:
        NotReceived: no such line of hers, or it has not arrived.
    """
    lines = lines_of_order(access.order_id) if access.order_id else ()
    found = next((line for line in lines if line.id == line_id), None)
    if found is None or not is_received(found):
        raise NotReceived(_("You can write about a piece once it has come."))
    return found


def write_review(
    *, access: OrderAccess, line_id: int, wish: ReviewWish, product: tuple[str, str], now: datetime
) -> Review:
    """
    Write or change the one review of a line; ``product`` is its slug and name in the store now.

    The same key again changes nothing. What was published is off the page until it has been read again.

    Raises:
        NotReceived: see ``received_line``.
        ChangedMeanwhile: it was written or changed elsewhere since the page was drawn.
        BadWords: words, stars or name cannot be taken.
    """
    line = received_line(access, line_id)
    words = clean_words(wish.words, most=rules.WORDS_MOST)
    if wish.stars not in rules.STARS:
        raise BadWords(_("Choose one to five stars."), field="stars")
    if wish.shown_name and not rules.is_first_name(wish.shown_name):
        raise BadWords(_("Write a first name, in one word; or leave it empty."), field="shown_name")
    with transaction.atomic():
        lock(f"line {line.id}")
        review = Review.objects.select_for_update().filter(sold_line=line.id).first()
        if review is not None and review.key == wish.key:
            return review
        if (review.version if review else 0) != wish.seen_version:
            raise ChangedMeanwhile(
                _("This review was written or changed in another window. Look at it again.")
            )
        if review is None:
            review = Review(
                sold_line=line.id,
                product_id=line.product_id,
                group_code=line.group_code,
                written_at=now,
                changed_at=now,
                version=1,
            )
        else:
            resubmit(review, now=now)
            # Read anew before it is shown: until then nobody fetches what it showed, or names no more.
            if review.photos:
                let_files_go(review.photos, shown=review.shown_photos)
        review.access, review.key = access, wish.key
        review.product_slug, review.product_name = product
        review.stars, review.words, review.language = wish.stars, words, wish.language
        review.shown_name, review.photos, review.shown_photos = wish.shown_name, list(wish.photos), []
        review.save()
        keep_change(review, actor="writer", now=now)
        count_anew(review.product_id)
    return review
