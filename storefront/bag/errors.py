"""Refusals of the bag.

DomainError
└── BagGone     the store knows this checkout no more: completed, or expired
"""

from jkrlm.kernel.errors import DomainError


class BagGone(DomainError):
    code = "BAG_GONE"
