"""The words of earnings."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class Answer(TextChoices):
    """What a member said of her share."""

    WAITING = "waiting", "Waits for her word"
    CONFIRMED = "confirmed", "She confirmed it"
    OBJECTED = "objected", "She objected"


#: What may follow; a confirmed share is changed by a new version alone. The trigger says the same.
ANSWERS: Final[Mapping[Answer, frozenset[Answer]]] = {
    Answer.WAITING: frozenset({Answer.CONFIRMED, Answer.OBJECTED}),
    Answer.OBJECTED: frozenset({Answer.CONFIRMED}),
    Answer.CONFIRMED: frozenset(),
}


class Cost(TextChoices):
    """What a cost was for."""

    MATERIAL = "material", "Material"
    HELP = "help", "Help of others"
    TRAVEL = "travel", "Travel and carrying"
