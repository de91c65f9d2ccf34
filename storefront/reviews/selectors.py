"""Reads of reviews and questions; each says what it costs."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jkrlm.kernel.clock import local_date
from media.facade import rendition_url
from sellers.orders.facade import SellerOrderState, SoldLine, lines_of_order
from storefront.models import OrderAccess
from storefront.reviews import rules
from storefront.reviews.contracts import (
    AnswerShown,
    LineToReview,
    PhotoShown,
    QuestionShown,
    Rating,
    ReviewShown,
    ReviewsShown,
    SortLink,
    StarBar,
)
from storefront.reviews.models import Answer, ProductTally, Question, Review
from storefront.reviews.states import TextState
from storefront.shop.paging import page_count, pager

ORDERS = {"newest": ("-published_at", "-id"), "helpful": ("-helpful", "-published_at", "-id")}


def on_product_page(product_id: str, *, sort: str = "newest", page: int = 1) -> ReviewsShown:
    """
    Return what a product's page shows. One query where nothing is published, three at most.

    A page past the last shows the last; an unknown order is the newest first.
    """
    tally = ProductTally.objects.filter(pk=product_id).first()
    if tally is None:
        return ReviewsShown(None, (), (), None, (), 0)
    rating = _rating(tally)
    sort = sort if sort in ORDERS else "newest"
    pages = page_count(rating.count if rating else 0, rules.PAGE)
    page = min(max(page, 1), pages)
    reviews = _reviews(product_id, sort, page) if rating else ()
    questions = _questions(product_id) if tally.questions else ()
    return ReviewsShown(
        rating=rating,
        reviews=reviews,
        sorts=_sorts(sort) if rating and rating.count > 1 else (),
        pager=pager(page, pages, lambda number: _address(sort, number)) if pages > 1 else None,
        questions=questions,
        questions_more=max(0, tally.questions - len(questions)),
        query=f"reviews={sort}&reviewpage={page}",
    )


def every_question(product_id: str) -> tuple[QuestionShown, ...]:
    """Return all answered questions of a product, newest first; a hundred at most. One query."""
    return _questions(product_id, most=100)


def ratings_of(product_ids: Collection[str]) -> dict[str, Rating]:
    """Return the ratings of those products that have one, without their histograms. One query."""
    rows = ProductTally.objects.filter(pk__in=list(product_ids)) if product_ids else ()
    found = {row.pk: _rating(row, with_bars=False) for row in rows}
    return {key: rating for key, rating in found.items() if rating is not None}


def of_order(access: OrderAccess) -> tuple[LineToReview, ...]:
    """Return the pieces of an order that came and can be written about. Two queries."""
    if not access.order_id:
        return ()
    lines = [line for line in lines_of_order(access.order_id) if is_received(line)]
    if not lines:
        return ()
    rows = Review.objects.filter(sold_line__in=[line.id for line in lines])
    written = dict(rows.values_list("sold_line", "state"))
    return tuple(
        LineToReview(line.id, line.name, TextState(written[line.id]) if line.id in written else None)
        for line in lines
    )


def is_written() -> bool:
    """Return whether anybody has written a review yet. One query."""
    return Review.objects.exists()


def is_received(line: SoldLine) -> bool:
    """Return whether the buyer had it in hand: also where it went back afterwards."""
    there = (SellerOrderState.DELIVERED, SellerOrderState.RETURNED)
    return line.delivered_on is not None and line.state in there and bool(line.product_id)


def photos_shown(keys: Iterable[str]) -> tuple[PhotoShown, ...]:
    return tuple(
        PhotoShown(number, rendition_url(key, 256), rendition_url(key, 1024))
        for number, key in enumerate(keys, 1)
    )


def _rating(tally: ProductTally, *, with_bars: bool = True) -> Rating | None:
    stars = tally.by_stars
    mean, count = rules.average(stars), sum(stars.values())
    if mean is None:
        return None
    bars = tuple(StarBar(each, stars[each], round(100 * stars[each] / count)) for each in rules.STARS)
    return Rating(mean, count, bars if with_bars else ())


def _published(product_id: str) -> QuerySet[Review]:
    return Review.objects.filter(product_id=product_id, state=TextState.PUBLISHED)


def _reviews(product_id: str, sort: str, page: int) -> tuple[ReviewShown, ...]:
    first = (page - 1) * rules.PAGE
    rows = _published(product_id).select_related("answer").order_by(*ORDERS[sort])
    return tuple(_review(row) for row in rows[first : first + rules.PAGE])


def _review(row: Review) -> ReviewShown:
    return ReviewShown(
        id=row.pk,
        stars=row.stars,
        words=row.words,
        language=row.language,
        name=row.shown_name,
        on=_day(row.written_at),
        photos=photos_shown(row.shown_photos),
        helpful=row.helpful,
        answer=_answer(getattr(row, "answer", None)),
    )


def _answer(row: Answer | None) -> AnswerShown | None:
    if row is None or row.state != TextState.PUBLISHED:
        return None
    return AnswerShown(row.words, row.language, _day(row.written_at))


def _questions(product_id: str, most: int = rules.QUESTIONS_SHOWN) -> tuple[QuestionShown, ...]:
    rows = Question.objects.filter(
        product_id=product_id, state=TextState.PUBLISHED, answer__state=TextState.PUBLISHED
    ).select_related("answer")
    return tuple(
        QuestionShown(
            row.words,
            row.language,
            _day(row.written_at),
            AnswerShown(row.answer.words, row.answer.language, _day(row.answer.written_at)),
        )
        for row in rows.order_by("-answer__published_at", "-id")[:most]
    )


def _day(moment: datetime) -> date:
    return local_date(moment)


def _sorts(current: str) -> tuple[SortLink, ...]:
    names = {"newest": _("Newest first"), "helpful": _("Most helpful first")}
    return tuple(SortLink(label, _address(sort, 1), sort == current) for sort, label in names.items())


def _address(sort: str, page: int) -> str:
    return f"?reviews={sort}&reviewpage={page}#reviews"
