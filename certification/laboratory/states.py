"""The life of a sample, as a table. The database holds the same one: see ``triggers``."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class SampleState(TextChoices):
    """``SEALED`` is on its way; ``RELEASED`` belongs to its case; what was ``RETRACTED`` counts no more."""

    SEALED = "sealed", "On its way"
    RECEIVED = "received", "Received"
    IN_WORK = "in-work", "Being measured"
    ENTERED = "entered", "Measured, to be verified"
    RELEASED = "released", "Verified and released"
    REJECTED = "rejected", "Not accepted"
    RETRACTED = "retracted", "Taken back"


_S = SampleState

TRANSITIONS: Final[Mapping[SampleState, frozenset[SampleState]]] = {
    _S.SEALED: frozenset({_S.RECEIVED, _S.REJECTED}),
    _S.RECEIVED: frozenset({_S.IN_WORK, _S.REJECTED}),
    _S.IN_WORK: frozenset({_S.ENTERED, _S.REJECTED}),
    _S.ENTERED: frozenset({_S.IN_WORK, _S.RELEASED}),
    _S.RELEASED: frozenset({_S.RETRACTED}),
    _S.REJECTED: frozenset(),
    _S.RETRACTED: frozenset(),
}
#: The laboratory, or who brings it, has something to do.
UNDERWAY: Final = (_S.SEALED, _S.RECEIVED, _S.IN_WORK, _S.ENTERED)
#: The maker is known to whoever may read the sample.
OPENED: Final = (_S.RELEASED, _S.RETRACTED)


class Holder(TextChoices):
    """Who has the sample. A chain begins with the inspector and ends with the laboratory."""

    INSPECTOR = "inspector", "Inspector"
    OFFICE = "office", "District office"
    COURIER = "courier", "Courier or post"
    LABORATORY = "laboratory", "Laboratory"


class Material(TextChoices):
    """What a retest measures."""

    KEPT = "kept", "What is left of the same sample"
    NEW = "new", "A new sample, taken by the inspector"
