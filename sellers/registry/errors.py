"""
DomainError
├── GroupUnknown   no group has this code
└── BadGroupRow    a row offered for the registry breaks its rules; nothing of the batch was kept
"""

from jkrlm.kernel.errors import DomainError


class GroupUnknown(DomainError):
    code = "NOT_FOUND"


class BadGroupRow(DomainError):
    code = "INVALID"
