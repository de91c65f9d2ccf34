"""
DomainError
└── BadReview       the officer gave no reason, or there is no such label
"""

from jkrlm.kernel.errors import DomainError


class BadReview(DomainError):
    """Nothing was changed."""

    code = "BAD_REVIEW"
