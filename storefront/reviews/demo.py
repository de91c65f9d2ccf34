"""Reviews, questions and answers of the demo, invented and saying so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from jkrlm.kernel import clock
from jkrlm.people.facade import User
from media.facade import store_picture
from sellers.orders.facade import SoldLine, lines_of_order
from storefront.models import OrderAccess
from storefront.reviews.models import Question, Review
from storefront.reviews.selectors import is_received
from storefront.reviews.services.answer import answer
from storefront.reviews.services.ask import About, ask
from storefront.reviews.services.decide import Decision, decide
from storefront.reviews.services.write_review import ReviewWish, write_review
from storefront.reviews.states import TextState
from storefront.reviews.store import product_named
from storefront.written import language_of

PIECES: Final = (
    (5, "Soft and light, and the colours are as in the picture. (sample)", "Mehak"),
    (4, "Fine work. It came a day later than it said, well packed. (sample)", ""),
    (5, "मेरी माँ को बहुत पसंद आया। काम बहुत बारीक है। (sample)", "Neelam"),
    (3, "Smaller than I thought: look at the size before you buy. (sample)", "Arjun"),
    (5, "بہت خوبصورت کام ہے، شکریہ۔ (sample)", "Tabassum"),
    (4, "The scent fills the whole kitchen. (sample)", ""),
)
ANSWER: Final = "Thank you. We were six women on it for nine days. (sample)"
QUESTIONS: Final = (
    ("Can it be washed at home? (sample)", "By hand, in cold water, with a mild soap. Dry it flat. (sample)"),
    ("Is the wool from Kashmir? (sample)", ""),
)


@dataclass(frozen=True, slots=True)
class DemoPeople:
    editor: User
    leader: User | None


def load_demo_reviews(people: DemoPeople, picture: bytes) -> int:
    """
    Write about what the demo's buyers got, once; return how many reviews were written now.

    The last one waits to be read; the first has a photograph and the maker's answer.
    """
    if Review.objects.exists():
        return 0
    lines = _lines()
    for place, ((stars, words, name), (access, line)) in enumerate(zip(PIECES, lines, strict=False)):
        photos = (store_picture(picture, private=True).key,) if place == 0 else ()
        wish = ReviewWish(_key(f"review {place}"), 0, stars, words, language_of(words, "en"), name, photos)
        product = product_named(line.product_id) or ("", line.name)
        review = write_review(access=access, line_id=line.id, wish=wish, product=product, now=clock.now())
        if place == len(lines[: len(PIECES)]) - 1 and place:
            continue
        _publish("review", review.pk, review.version, people.editor)
        if place == 0 and people.leader is not None:
            review.refresh_from_db()
            _publish_answer(review, ANSWER, people)
    if lines:
        _questions(lines[0][1], people)
    return len(lines)


def _lines() -> Sequence[tuple[OrderAccess, SoldLine]]:
    found = [
        (access, line)
        for access in OrderAccess.objects.exclude(order_id=None).order_by("pk")[:100]
        for line in lines_of_order(access.order_id or "")
        if is_received(line)
    ]
    return found[: len(PIECES)]


def _questions(line: SoldLine, people: DemoPeople) -> None:
    slug, name = product_named(line.product_id) or ("", line.name)
    about = About(line.product_id, slug, name, line.group_code)
    for place, (words, answered) in enumerate(QUESTIONS):
        question = ask(
            key=_key(f"question {place}"),
            about=about,
            words=words,
            language="en",
            email="",
            phone="",
            now=clock.now() - timedelta(hours=3),
        )
        if not answered:
            continue
        _publish("question", question.pk, question.version, people.editor)
        if people.leader is not None:
            _publish_answer(question, answered, people)


def _publish_answer(to: Review | Question, words: str, people: DemoPeople) -> None:
    if people.leader is None:
        return
    made = answer(
        to=to,
        key=_key(f"answer {words}"),
        seen_version=0,
        words=words,
        language="en",
        user=people.leader,
        on_behalf_of="",
        now=clock.now(),
    )
    _publish("answer", made.pk, made.version, people.editor)


def _publish(what: str, number: int, version: int, editor: User) -> None:
    decide(
        what=what,
        number=number,
        decision=Decision(TextState.PUBLISHED, version),
        user=editor,
        now=clock.now(),
    )


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"demo {name}")
