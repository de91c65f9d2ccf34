from django.db import models


class Zone(models.TextChoices):
    """How far a parcel goes. LOCAL is told from the two PIN codes, the others from the state."""

    LOCAL = "local", "Same sorting district"
    HOME = "home", "Within Jammu and Kashmir and Ladakh"
    NORTH = "north", "Neighbouring north"
    MIDDLE = "middle", "Rest of India, to about 2,000 km"
    SOUTH = "south", "Rest of India, beyond 2,000 km"
    REMOTE = "remote", "North-east and islands"


class PlanKind(models.TextChoices):
    ECONOMY = "economy", "Economy"
    FASTEST = "fastest", "Fastest"
    CUSTOM = "custom", "Custom"


class LossBearer(models.TextChoices):
    """Who bears what carrier and insurance do not pay."""

    OPERATOR = "operator", "JKRLM"
    GROUP = "group", "The group"
