"""Reads of reviews and questions; each says what it costs."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from jkrlm.kernel.clock import local_date
from jkrlm.kernel.statements import Statement
from media.facade import rendition_url
from sellers.orders.facade import SellerOrderState, SoldLine, lines_of_order, lines_of_product
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
from storefront.reviews.models import ProductTally, Question, Review
from storefront.reviews.states import TextState
from storefront.shop.paging import page_count, pager
from storefront.spoken import names_of

#: How reviews may be sorted, each served by an index.
ORDERS: Final = {
    "newest": "r.published_at DESC, r.id DESC",
    "helpful": "r.helpful DESC, r.published_at DESC, r.id DESC",
}
_PAGE: Final = """
SELECT t.stars_1, t.stars_2, t.stars_3, t.stars_4, t.stars_5, t.questions,
       x.place, x.kind, x.id, x.stars, x.words, x.language, x.name, x.written_at, x.photos, x.helpful,
       x.answer, x.answer_language, x.answered_at
  FROM shop_reviews_producttally t LEFT JOIN LATERAL (
    (SELECT row_number() OVER (ORDER BY {order}) AS place, 'review' AS kind, r.id, r.stars, r.words,
            r.language, r.shown_name AS name, r.written_at, r.shown_photos AS photos, r.helpful,
            a.words AS answer, a.language AS answer_language, a.written_at AS answered_at
       FROM shop_reviews_review r
       LEFT JOIN shop_reviews_answer a ON a.review_id = r.id AND a.state = 'published'
      WHERE r.product_id = t.product_id AND r.state = 'published'
      ORDER BY {order} LIMIT %(size)s::int
     OFFSET %(size)s::int * (LEAST(%(page)s::int, GREATEST(1, (t.stars_1 + t.stars_2 + t.stars_3 + t.stars_4
            + t.stars_5 + %(size)s::int - 1) / %(size)s::int)) - 1))
    UNION ALL
    (SELECT row_number() OVER (ORDER BY a.published_at DESC, q.id DESC), 'question', q.id, 0, q.words,
            q.language, '', q.written_at, '{{}}', 0, a.words, a.language, a.written_at
       FROM shop_reviews_question q
       JOIN shop_reviews_answer a ON a.question_id = q.id AND a.state = 'published'
      WHERE t.questions > 0 AND q.product_id = t.product_id AND q.state = 'published'
      ORDER BY a.published_at DESC, q.id DESC LIMIT %(questions)s::int)
  ) x ON TRUE
 WHERE t.product_id = %(product)s::varchar
"""
#: Further than any product's reviews reach, and within a number of the database.
_LAST_PAGE: Final = 100_000
_PAGES: Final = {sort: Statement(_PAGE, order=order) for sort, order in ORDERS.items()}


def on_product_page(product_id: str, *, sort: str = "newest", page: int = 1) -> ReviewsShown:
    """
    Return a product's tally, a page of its reviews, its newest answered questions. One query.

    A page past the last shows the last; an unknown order is the newest first.
    """
    sort = sort if sort in ORDERS else "newest"
    page = min(max(page, 1), _LAST_PAGE)
    rows = _PAGES[sort].rows(product=product_id, size=rules.PAGE, page=page, questions=rules.QUESTIONS_SHOWN)
    if not rows:
        return ReviewsShown(None, (), (), None, (), 0)
    *stars, asked = rows[0][:6]
    rating = _rating(dict(enumerate(stars, 1)))
    found = sorted((_Text(*row[6:]) for row in rows if row[6] is not None), key=lambda text: text.place)
    questions = tuple(text.question() for text in found if text.kind == "question")
    pages = page_count(rating.count if rating else 0, rules.PAGE)
    page = min(page, pages)
    return ReviewsShown(
        rating=rating,
        reviews=tuple(text.review() for text in found if text.kind == "review"),
        sorts=_sorts(sort) if rating and rating.count > 1 else (),
        pager=pager(page, pages, lambda number: _address(sort, number)) if pages > 1 else None,
        questions=questions,
        questions_more=max(0, asked - len(questions)),
        query=f"reviews={sort}&reviewpage={page}",
    )


class _Text(NamedTuple):
    """A review or a question as the statement above returns it."""

    place: int
    kind: str
    id: int
    stars: int
    words: str
    language: str
    name: str
    written_at: datetime
    photos: list[str]
    helpful: int
    answer: str | None
    answer_language: str | None
    answered_at: datetime | None

    def answer_shown(self) -> AnswerShown | None:
        if self.answer is None or self.answer_language is None or self.answered_at is None:
            return None
        return AnswerShown(self.answer, self.answer_language, _day(self.answered_at))

    def review(self) -> ReviewShown:
        return ReviewShown(
            id=self.id,
            stars=self.stars,
            words=self.words,
            language=self.language,
            name=self.name,
            on=_day(self.written_at),
            photos=photos_shown(self.photos),
            helpful=self.helpful,
            answer=self.answer_shown(),
        )

    def question(self) -> QuestionShown:
        answer = self.answer_shown()
        assert answer is not None  # the statement joins it
        return QuestionShown(self.words, self.language, _day(self.written_at), answer)


def every_question(product_id: str) -> tuple[QuestionShown, ...]:
    """Return all answered questions of a product, newest first; a hundred at most. One query."""
    return _questions(product_id, most=100)


def ratings_of(product_ids: Collection[str]) -> dict[str, Rating]:
    """Return the ratings of those products that have one, without their histograms. One query."""
    rows = ProductTally.objects.filter(pk__in=list(product_ids)) if product_ids else ()
    found = {row.pk: _rating(row.by_stars, with_bars=False) for row in rows}
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
    names = names_of(line.product_id for line in lines)
    return tuple(
        LineToReview(
            line.id,
            names.get(line.product_id, line.name),
            TextState(written[line.id]) if line.id in written else None,
        )
        for line in lines
    )


def line_to_review(product_id: str, accesses: Collection[OrderAccess]) -> tuple[OrderAccess, int] | None:
    """
    Return the order and the line by which a buyer may write of a product: the newest not written about yet,
    else the newest; None where none of hers has come. Three queries.
    """
    by_order = {str(each.order_id): each for each in accesses if each.order_id}
    lines = lines_of_product(product_id, order_ids=list(by_order)) if by_order else ()
    came = {line.id: by_order[order_id] for order_id, line in lines if is_received(line)}
    if not came:
        return None
    done = set(Review.objects.filter(sold_line__in=list(came)).values_list("sold_line", flat=True))
    chosen = max(came, key=lambda line_id: (line_id not in done, line_id))
    return came[chosen], chosen


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


def _rating(stars: Mapping[int, int], *, with_bars: bool = True) -> Rating | None:
    """Return the rating of so many reviews by their stars; none without any."""
    mean, count = rules.average(stars), sum(stars.values())
    if mean is None:
        return None
    bars = tuple(StarBar(each, stars[each], round(100 * stars[each] / count)) for each in rules.STARS)
    return Rating(mean, count, bars if with_bars else ())


def _questions(product_id: str, most: int) -> tuple[QuestionShown, ...]:
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
