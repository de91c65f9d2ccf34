from django.db import models


class PlaceKind(models.TextChoices):
    GROUP = "group", "Group"
    COLLECTION = "collection", "Collection centre"
    FACILITY = "facility", "Common facility centre"
    HUB = "hub", "District hub"
    EXHIBITION = "exhibition", "Exhibition"


class PointSource(models.TextChoices):
    """How exactly we know where a place is."""

    OWN = "own", "Measured there"
    POST_OFFICE = "post-office", "Its post office"
    PIN = "pin", "Middle of its PIN code"
    UNKNOWN = "unknown", "Not known"
