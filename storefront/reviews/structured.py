"""What search engines read of a product's reviews: schema.org's AggregateRating and Review."""

from typing import Any

from django.utils.translation import gettext as _

from storefront.reviews.contracts import ReviewsShown


def structured_reviews(shown: ReviewsShown) -> dict[str, Any]:
    """Return what belongs to the Product: the rating, and the reviews on this page; empty without reviews."""
    if shown.rating is None:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": str(shown.rating.average),
            "reviewCount": shown.rating.count,
            "bestRating": 5,
            "worstRating": 1,
        },
        "review": [
            {
                "@type": "Review",
                "reviewRating": {"@type": "Rating", "ratingValue": each.stars, "bestRating": 5},
                "author": {"@type": "Person", "name": each.name or _("A buyer")},
                "datePublished": each.on.isoformat(),
                "inLanguage": each.language,
                "reviewBody": each.words,
            }
            for each in shown.reviews
        ],
    }
