"""The door of verification. Here the clock is read; inside, the moment is handed on."""

import uuid

import certification.labels.facade as labels
from certification.verification import selectors
from certification.verification.contracts import Maker, Product, Result, Scans, Verdict, Why, Word
from certification.verification.demo import load_demo_labels
from certification.verification.errors import BadReview
from certification.verification.selectors import forget
from certification.verification.services.load_rules import load_rules
from certification.verification.services.review_scans import review_scans as _review
from jkrlm.kernel import clock
from jkrlm.people.facade import User

__all__ = [
    "BadReview",
    "Maker",
    "Product",
    "Result",
    "Scans",
    "Verdict",
    "Why",
    "Word",
    "forget",
    "load_demo_labels",
    "load_rules",
    "review_scans",
    "verdict",
]


def verdict(code: str) -> Verdict:
    """
    Return what the reader of a label is told, in the active language; any text may be asked for.

    Counts no scan. At most two seconds old.
    """
    return selectors.verdict(labels.plain(code), today=clock.today())


def review_scans(code: str, words: str, key: uuid.UUID, user: User) -> None:
    """Write down that a label's many scans are explained. Raises BadReview."""
    _review(code=labels.plain(code), words=words, key=key, user=user, now=clock.now(), today=clock.today())
