"""
DomainError
├── PlaceUnknown      no place has this code, or no hub serves this PIN code
├── PointUnknown      nobody knows where it lies, so there is no distance
├── PlaceChanged      somebody else changed it while this form was open
└── BadPlace          a value that a place cannot have; the field says which
"""

from jkrlm.kernel.errors import DomainError


class PlaceUnknown(DomainError):
    code = "NOT_FOUND"


class PointUnknown(DomainError):
    code = "NOT_FOUND"


class PlaceChanged(DomainError):
    code = "CHANGED"


class BadPlace(DomainError):
    code = "INVALID"
