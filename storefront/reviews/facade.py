"""The door of reviews: what pages show of them, and what follows from a decision."""

from storefront.reviews.contracts import (
    LineToReview,
    QuestionShown,
    Rating,
    ReviewShown,
    ReviewsShown,
)
from storefront.reviews.demo import DemoPeople, load_demo_reviews
from storefront.reviews.invariants import invariants
from storefront.reviews.personal_data import PERSONAL_DATA
from storefront.reviews.reactions import on_text_decided
from storefront.reviews.selectors import is_written, of_order, on_product_page, ratings_of
from storefront.reviews.services.forget import forget_buyer
from storefront.reviews.structured import structured_reviews
from storefront.reviews.web.forms import QuestionForm

__all__ = [
    "PERSONAL_DATA",
    "DemoPeople",
    "LineToReview",
    "QuestionForm",
    "QuestionShown",
    "Rating",
    "ReviewShown",
    "ReviewsShown",
    "forget_buyer",
    "invariants",
    "is_written",
    "load_demo_reviews",
    "of_order",
    "on_product_page",
    "on_text_decided",
    "ratings_of",
    "structured_reviews",
]
