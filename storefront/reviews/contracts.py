"""What crosses the door of reviews."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from storefront.reviews.states import TextState
from storefront.shop.paging import Pager


@dataclass(frozen=True, slots=True)
class StarBar:
    """A row of the histogram; ``percent`` of all, whole, for the plot beside the number."""

    stars: int
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Rating:
    """``average`` to one place, half up; there is no rating without reviews."""

    average: Decimal
    count: int
    bars: tuple[StarBar, ...] = ()

    @property
    def full(self) -> int:
        """How many of the five stars are drawn whole."""
        return int(self.average + Decimal("0.5"))


@dataclass(frozen=True, slots=True)
class PhotoShown:
    """``url`` is small, ``whole`` large; ``number`` counts from 1."""

    number: int
    url: str
    whole: str


@dataclass(frozen=True, slots=True)
class AnswerShown:
    words: str
    language: str
    on: date


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """``name`` is empty where the writer gave none: no town, no second name is ever shown."""

    id: int
    stars: int
    words: str
    language: str
    name: str
    on: date
    photos: tuple[PhotoShown, ...]
    helpful: int
    answer: AnswerShown | None


@dataclass(frozen=True, slots=True)
class QuestionShown:
    words: str
    language: str
    on: date
    answer: AnswerShown


@dataclass(frozen=True, slots=True)
class SortLink:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ReviewsShown:
    """A page of a product's reviews, and its newest answered questions."""

    rating: Rating | None
    reviews: tuple[ReviewShown, ...]
    sorts: tuple[SortLink, ...]
    pager: Pager | None
    questions: tuple[QuestionShown, ...]
    questions_more: int
    query: str = ""


@dataclass(frozen=True, slots=True)
class LineToReview:
    """A piece of an order that came; ``state`` is None before anything was written about it."""

    line_id: int
    name: str
    state: TextState | None
