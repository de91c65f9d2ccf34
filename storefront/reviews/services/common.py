"""What every write of a text does: the history, and the lock on what it is about."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from storefront.reviews.errors import BadWords
from storefront.reviews.models import Answer, Question, Review, TextChange
from storefront.reviews.states import TextState

Text = Review | Question | Answer


def name_of(text: Text) -> str:
    """Return how history and audit name it: "review 12"."""
    return f"{type(text).__name__.lower()} {text.pk}"


def lock(name: str) -> None:
    """Let two requests about the same thing wait for each other, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('shop_reviews'), hashtext(%s))", [name])


def keep_change(text: Text, *, actor: str, now: datetime, shortened: bool = False) -> None:
    TextChange.objects.create(
        target=name_of(text),
        version=text.version,
        at=now,
        actor=actor,
        state=text.state,
        reason=text.reason,
        shortened=shortened,
    )


def resubmit(text: Text, *, now: datetime) -> None:
    """What was written anew is read anew; the caller saves."""
    text.state, text.reason, text.reason_words = TextState.SUBMITTED, "", ""
    text.version += 1
    text.changed_at = now


def clean_words(words: str, *, most: int) -> str:
    """
    Return the words without stray spaces.

    Raises:
        BadWords: none, or too many.
    """
    text = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise BadWords(_("Write a few words."), field="words")
    if len(text) > most:
        raise BadWords(_("Write %(n)d characters at most.") % {"n": most}, field="words")
    return text
