"""The life of a grievance, and what it may be about."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GrievanceState(TextChoices):
    """``NEW`` was acknowledged by the machine alone; ``WAITING`` waits for who complained."""

    NEW = "new", _("New")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    WITH_US = "with-us", _("With us")
    WAITING = "waiting", _("Waits for you")
    RESOLVED = "resolved", _("Resolved")
    REOPENED = "reopened", _("Opened again")
    CLOSED = "closed", _("Closed")


_S = GrievanceState
TRANSITIONS: Final[Mapping[GrievanceState, frozenset[GrievanceState]]] = {
    _S.NEW: frozenset({_S.ACKNOWLEDGED, _S.WAITING, _S.RESOLVED}),
    _S.ACKNOWLEDGED: frozenset({_S.WITH_US, _S.WAITING, _S.RESOLVED}),
    _S.WITH_US: frozenset({_S.WAITING, _S.RESOLVED}),
    _S.WAITING: frozenset({_S.WITH_US, _S.RESOLVED}),
    _S.RESOLVED: frozenset({_S.REOPENED, _S.CLOSED}),
    _S.REOPENED: frozenset({_S.WITH_US, _S.WAITING, _S.RESOLVED}),
    _S.CLOSED: frozenset(),
}
#: In these somebody of the staff has still to do something, or to follow it.
OPEN: Final = (_S.NEW, _S.ACKNOWLEDGED, _S.WITH_US, _S.WAITING, _S.REOPENED)


class Kind(TextChoices):
    ORDER = "order", _("An order")
    PRODUCT = "product", _("A piece in the shop")
    CERTIFICATE = "certificate", _("A certificate or a label")
    SELLER = "seller", _("My own matter as a seller")
    OTHER = "other", _("Something else")


class Author(TextChoices):
    COMPLAINANT = "complainant", "Who complained"
    STAFF = "staff", "The desk"
    SYSTEM = "system", "The shop"
