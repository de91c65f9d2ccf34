"""Somebody asks the maker something."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from storefront.reviews import rules
from storefront.reviews.models import Question
from storefront.reviews.services.common import clean_words, keep_change, lock


@dataclass(frozen=True, slots=True)
class About:
    """The product as it now stands in the store."""

    product_id: str
    slug: str
    name: str
    group_code: str


def ask(
    *, key: uuid.UUID, about: About, words: str, language: str, email: str, phone: str, now: datetime
) -> Question:
    """
    Keep a question until somebody has read it; the same key again is the same question.

    Raises:
        BadWords: none, or too many.
    """
    text = clean_words(words, most=rules.QUESTION_MOST)
    with transaction.atomic():
        lock(f"question {key}")
        known = Question.objects.filter(key=key).first()
        if known is not None:
            return known
        question = Question.objects.create(
            key=key,
            product_id=about.product_id,
            product_slug=about.slug,
            product_name=about.name,
            group_code=about.group_code,
            words=text,
            language=language,
            email=email,
            phone=phone,
            written_at=now,
            changed_at=now,
        )
        keep_change(question, actor="writer", now=now)
    return question
