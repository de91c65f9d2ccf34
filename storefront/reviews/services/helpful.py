"""A reader found a review helpful: counted once for a browser."""

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from storefront.reviews.models import HelpfulMark, Review
from storefront.reviews.states import TextState


@transaction.atomic
def mark_helpful(*, review_id: int, product_slug: str, device: str) -> bool:
    """Return whether it counted; a second time, or for what is not shown, it does not."""
    shown = Review.objects.filter(pk=review_id, product_slug=product_slug, state=TextState.PUBLISHED)
    if not shown.exists():
        return False
    mark = salted_hmac("shop_reviews.helpful", f"{review_id}:{device}", algorithm="sha256").hexdigest()
    _row, is_new = HelpfulMark.objects.get_or_create(review_id=review_id, mark=mark)
    if is_new:
        shown.update(helpful=F("helpful") + 1)
    return is_new
