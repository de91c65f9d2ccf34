"""Reviews, questions, their answers, and the tally that cards and pages show."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import StoreIdField
from jkrlm.people.facade import User
from storefront.models import OrderAccess
from storefront.reviews.states import Reason, TextState

LANGUAGES = ("en", "hi", "ur")


def _moderated(name: str) -> "tuple[models.BaseConstraint, ...]":
    """Constraints of every text that staff read first; ``name`` tells the tables apart."""
    return (
        models.CheckConstraint(condition=Q(state__in=TextState.values), name=f"shop_{name}_state"),
        models.CheckConstraint(condition=Q(language__in=LANGUAGES), name=f"shop_{name}_language"),
        models.CheckConstraint(
            condition=Q(state__in=("submitted", "published"), reason="")
            | Q(state__in=("refused", "hidden"), reason__in=Reason.values),
            name=f"shop_{name}_reason",
        ),
        models.CheckConstraint(
            condition=~Q(state="published") | Q(published_at__isnull=False), name=f"shop_{name}_published"
        ),
    )


class Moderated(models.Model):
    """
    What somebody wrote about a product. ``version`` counts writings: a decision names the one it read.

    The product's name and slug are as they were then: it may be gone from the store.
    """

    key = models.UUIDField(unique=True, help_text="of the form that wrote it last: sent twice, written once")
    product_id = StoreIdField()
    product_slug = models.CharField(max_length=255, blank=True)
    product_name = models.CharField(max_length=250)
    group_code = models.CharField(max_length=16, blank=True)
    words = models.TextField(help_text="pii: somebody's own words, may name people")
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=TextState.choices, default=TextState.SUBMITTED)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    reason_words = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Review(Moderated):
    """
    What a buyer says of a piece that came: one for each line of an order.

    ``access`` is whose order it was; empty once the buyer asked to be forgotten.
    """

    access = models.ForeignKey(OrderAccess, on_delete=models.PROTECT, null=True, related_name="+")
    sold_line = models.BigIntegerField(unique=True, help_text="of the seller order")
    stars = models.PositiveSmallIntegerField()
    shown_name = models.CharField(
        max_length=24, blank=True, help_text="pii: first name, chosen by the writer"
    )
    photos = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, help_text="pii: may show people"
    )
    shown_photos = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, help_text="pii: the same, for everybody"
    )
    helpful = models.PositiveIntegerField(default=0, help_text="how many found it so")

    class Meta:
        constraints = (
            *_moderated("review"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="shop_review_stars"),
            models.CheckConstraint(condition=Q(photos__len__lte=4), name="shop_review_photos"),
            models.CheckConstraint(condition=~Q(words=""), name="shop_review_words"),
        )
        indexes = (
            models.Index(
                fields=("product_id", "-published_at", "-id"),
                condition=Q(state="published"),
                name="shop_review_newest",
            ),
            models.Index(
                fields=("product_id", "-helpful", "-published_at", "-id"),
                condition=Q(state="published"),
                name="shop_review_helpful",
            ),
            models.Index(fields=("state", "changed_at"), name="shop_review_queue"),
            models.Index(fields=("group_code", "state", "-id"), name="shop_review_group"),
            models.Index(fields=("access",), name="shop_review_access"),
        )

    def __str__(self) -> str:
        return f"review {self.pk}"


class Question(Moderated):
    """
    What somebody wants to know of the maker. Shown once the maker's answer is.

    Where to send the answer is kept until some weeks after it was given.
    """

    email = models.EmailField(blank=True, help_text="pii: contact")
    phone = models.CharField(max_length=16, blank=True, help_text="pii: contact (E.164)")

    class Meta:
        constraints = (
            *_moderated("question"),
            models.CheckConstraint(condition=~Q(words=""), name="shop_question_words"),
        )
        indexes = (
            models.Index(fields=("product_id", "state", "-id"), name="shop_question_product"),
            models.Index(fields=("state", "changed_at"), name="shop_question_queue"),
            models.Index(fields=("group_code", "state", "-id"), name="shop_question_group"),
        )

    def __str__(self) -> str:
        return f"question {self.pk}"


class Answer(Moderated):
    """The maker's word to one review or one question."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, null=True, related_name="answer")
    question = models.OneToOneField(Question, on_delete=models.PROTECT, null=True, related_name="answer")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.CharField(max_length=200, blank=True, help_text="pii: name")

    class Meta:
        constraints = (
            *_moderated("answer"),
            models.CheckConstraint(condition=~Q(words=""), name="shop_answer_words"),
            models.CheckConstraint(
                condition=Q(review__isnull=False, question__isnull=True)
                | Q(review__isnull=True, question__isnull=False),
                name="shop_answer_to_one",
            ),
        )
        indexes = (models.Index(fields=("state", "changed_at"), name="shop_answer_queue"),)

    def __str__(self) -> str:
        return f"answer {self.pk}"


class TextChange(models.Model):
    """
    What became of a text, without its words. Rows are added, never changed: triggers refuse it.

    ``target`` is "review 12"; ``actor`` "writer", "person:7" or "clock".
    """

    target = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=TextState.choices)
    reason = models.CharField(max_length=12, blank=True)
    shortened = models.BooleanField(default=False, help_text="staff took words out")

    class Meta:
        indexes = (models.Index(fields=("target", "id"), name="shop_text_history"),)

    def __str__(self) -> str:
        return f"{self.target}: {self.state}"


class HelpfulMark(models.Model):
    """One browser found a review helpful. The mark is a keyed hash of both: it tells nothing else."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("review", "mark"), name="shop_helpful_once"),)


class ProductTally(models.Model):
    """What of a product is published, counted when something changes: one row for a card or a page."""

    product_id = StoreIdField(primary_key=True)
    stars_1 = models.PositiveIntegerField(default=0)
    stars_2 = models.PositiveIntegerField(default=0)
    stars_3 = models.PositiveIntegerField(default=0)
    stars_4 = models.PositiveIntegerField(default=0)
    stars_5 = models.PositiveIntegerField(default=0)
    questions = models.PositiveIntegerField(default=0, help_text="with a published answer")

    def __str__(self) -> str:
        return self.product_id

    @property
    def by_stars(self) -> dict[int, int]:
        return {
            5: self.stars_5,
            4: self.stars_4,
            3: self.stars_3,
            2: self.stars_2,
            1: self.stars_1,
        }
