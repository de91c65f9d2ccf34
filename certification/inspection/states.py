"""What a visit may be."""

from django.db import models


class VisitState(models.TextChoices):
    """Open until its report has come; dropped where the case went elsewhere before it."""

    OPEN = "open", "To be made"
    DONE = "done", "Made"
    FAILED = "failed", "Could not be made"
    DROPPED = "dropped", "Not needed any more"


class Purpose(models.TextChoices):
    INSPECTION = "inspection", "Inspection"
    SAMPLE = "sample", "A new sample"


class Outcome(models.TextChoices):
    SEEN = "seen", "The goods were seen"
    NOT_POSSIBLE = "not-possible", "It could not be made"


class Via(models.TextChoices):
    """``phone``: kept there and sent later; ``form``: filled in on the site with a network."""

    PHONE = "phone", "From the phone"
    FORM = "form", "On the site"
    API = "api", "By a program"


class QuantityUnit(models.TextChoices):
    GRAM = "g", "g"
    MILLILITRE = "ml", "ml"
    PIECE = "piece", "pieces"
    CENTIMETRE = "cm", "cm"
