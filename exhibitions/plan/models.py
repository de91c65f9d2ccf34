"""
An exhibition, its hall, its people and its visitors. Lengths are metres, days are days in India, prices are
rupees for the whole exhibition.

Moves and counts at the gate are only added to; state, days and stalls are watched by triggers (triggers.py).
"""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from exhibitions.plan.states import CountVia, Duty, ExhibitionState, ProgrammeKind, StallState


def _metres() -> models.DecimalField:
    return models.DecimalField(max_digits=6, decimal_places=2)


def _rupees() -> models.DecimalField:
    return models.DecimalField(max_digits=10, decimal_places=2)


class Exhibition(models.Model):
    key = models.CharField(
        max_length=64, unique=True, help_text="the form's own: sent twice, it is made once"
    )
    code = models.CharField(max_length=24, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    name_hi = models.CharField(max_length=120, blank=True)
    name_ur = models.CharField(max_length=120, blank=True)
    about = models.TextField(max_length=1500, blank=True)
    about_hi = models.TextField(max_length=1500, blank=True)
    about_ur = models.TextField(max_length=1500, blank=True)
    directions = models.TextField(max_length=800, blank=True)
    directions_hi = models.TextField(max_length=800, blank=True)
    directions_ur = models.TextField(max_length=800, blank=True)
    place_code = models.CharField(max_length=40, unique=True, help_text="its place in logistics.places")
    venue = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=80)
    district = models.CharField(max_length=40)
    pincode = models.CharField(max_length=6)
    opens_on = models.DateField()
    closes_on = models.DateField()
    apply_by = models.DateField(help_text="last day on which groups apply")
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    state = models.CharField(
        max_length=10, choices=ExhibitionState.choices, default=ExhibitionState.DRAFT, db_index=True
    )
    hall_width = _metres()
    hall_depth = _metres()
    cashiers_discount_percent = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(5))
    till_float = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal(2000))
    currency = models.CharField(max_length=3, default="INR")
    return_days = models.PositiveSmallIntegerField(default=7)
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    is_sample = models.BooleanField(default=False, help_text="invented for the demo")
    version = models.PositiveIntegerField(default=1, help_text="counts changes: who edits an old one is told")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9]{2,}(-[A-Z0-9]+)*$"), name="plan_exhibition_code"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ExhibitionState.values), name="plan_exhibition_state"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on"), apply_by__lt=F("opens_on")),
                name="plan_exhibition_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="plan_exhibition_hours_in_order"
            ),
            models.CheckConstraint(
                condition=Q(hall_width__gte=3, hall_width__lte=500, hall_depth__gte=3, hall_depth__lte=500),
                name="plan_exhibition_hall",
            ),
            models.CheckConstraint(
                condition=Q(cashiers_discount_percent__gte=0, cashiers_discount_percent__lte=50),
                name="plan_exhibition_discount",
            ),
            models.CheckConstraint(condition=Q(till_float__gte=0), name="plan_exhibition_float"),
            models.CheckConstraint(
                condition=~Q(is_sample=True) | Q(name__endswith="(sample)"), name="plan_exhibition_sample"
            ),
        )
        indexes = (models.Index(fields=("opens_on", "closes_on"), name="plan_exhibition_days"),)

    def __str__(self) -> str:
        return self.code


class Act(models.Model):
    """What a form asked for, by the form's own key: sent twice, it is done once."""

    key = models.CharField(max_length=64, unique=True)
    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()


class ExhibitionMove(models.Model):
    """One change of state. Triggers refuse UPDATE, DELETE and TRUNCATE."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="moves")
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, choices=ExhibitionState.choices)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(to_state__in=ExhibitionState.values) & ~Q(to_state=F("from_state")),
                name="plan_move_states",
            ),
            models.CheckConstraint(
                condition=~Q(to_state=ExhibitionState.CANCELLED) | ~Q(reason=""), name="plan_move_reason"
            ),
        )


class Zone(models.Model):
    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="zones")
    code = models.CharField(max_length=2)
    name = models.CharField(max_length=80)
    name_hi = models.CharField(max_length=80, blank=True)
    name_ur = models.CharField(max_length=80, blank=True)
    tint = models.PositiveSmallIntegerField(default=1)
    crafts = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("exhibition", "code"), name="plan_zone_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z]{1,2}$"), name="plan_zone_code"),
            models.CheckConstraint(condition=Q(tint__gte=1, tint__lte=6), name="plan_zone_tint"),
        )


class StallPrice(models.Model):
    """What a stall of this size costs in this zone."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="prices")
    width = _metres()
    height = _metres()
    price = _rupees()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("zone", "width", "height"), name="plan_price_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="plan_price_amount"),
            models.CheckConstraint(
                condition=Q(width__gte=1, width__lte=30, height__gte=1, height__lte=30),
                name="plan_price_size",
            ),
        )


class Stall(models.Model):
    """Where it stands. Inside the hall and beside the others: the database refuses more (triggers.py)."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="stalls")
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="stalls")
    code = models.CharField(max_length=6)
    x = _metres()
    y = _metres()
    width = _metres()
    height = _metres()
    state = models.CharField(max_length=8, choices=StallState.choices, default=StallState.FREE)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("exhibition", "code"), name="plan_stall_code_once"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{1,2}[0-9]{1,3}$"), name="plan_stall_code"
            ),
            models.CheckConstraint(condition=Q(state__in=StallState.values), name="plan_stall_state"),
            models.CheckConstraint(
                condition=Q(state=StallState.FREE) | ~Q(reason=""), name="plan_stall_reason"
            ),
            models.CheckConstraint(
                condition=Q(width__gte=1, width__lte=30, height__gte=1, height__lte=30),
                name="plan_stall_size",
            ),
        )


class Area(models.Model):
    """
    What else is in the hall: a stage, the information desk, water. Without a size it is only written
    there.
    """

    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(max_length=60)
    name_hi = models.CharField(max_length=60, blank=True)
    name_ur = models.CharField(max_length=60, blank=True)
    x = _metres()
    y = _metres()
    width = _metres()
    height = _metres()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("exhibition", "name"), name="plan_area_once"),
            models.CheckConstraint(
                condition=Q(x__gte=0, y__gte=0, width__gte=0, height__gte=0), name="plan_area_place"
            ),
        )


class TeamMember(models.Model):
    """Who does what, from one day to another, both included."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=8, choices=Duty.choices)
    since = models.DateField()
    until = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("exhibition", "user", "duty"), name="plan_team_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="plan_team_days"),
            models.CheckConstraint(condition=Q(duty__in=Duty.values), name="plan_team_duty"),
        )


class Task(models.Model):
    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=160)
    due_on = models.DateField()
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("exhibition", "title"), name="plan_task_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="plan_task_done",
            ),
        )


class ProgrammeItem(models.Model):
    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="programme")
    kind = models.CharField(max_length=12, choices=ProgrammeKind.choices)
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    title = models.CharField(max_length=120)
    title_hi = models.CharField(max_length=120, blank=True)
    title_ur = models.CharField(max_length=120, blank=True)
    where = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("exhibition", "day", "starts", "title"), name="plan_programme_once"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="plan_programme_hours"),
            models.CheckConstraint(condition=Q(kind__in=ProgrammeKind.values), name="plan_programme_kind"),
        )


class VisitorPass(models.Model):
    """
    A visitor's free pass. Erased, name and contact are empty and the count stays: ``people`` came in.
    """

    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="passes")
    key = models.UUIDField(unique=True, help_text="the form's own: sent twice, it is one pass")
    token = models.CharField(max_length=32, unique=True)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80, blank=True, help_text="pii: name")
    phone = models.CharField(max_length=16, blank=True, db_index=True, help_text="pii: contact")
    email = models.EmailField(blank=True, db_index=True, help_text="pii: contact")
    people = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2)
    consent_at = models.DateTimeField()
    made_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("exhibition", "number"), name="plan_pass_number"),
            models.CheckConstraint(condition=Q(people__gte=1, people__lte=10), name="plan_pass_people"),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) & ~Q(name="") & (~Q(phone="") | ~Q(email=""))
                | Q(forgotten_at__isnull=False, name="", phone="", email=""),
                name="plan_pass_known_or_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(counted_at__isnull=True, counted_by__isnull=True)
                | Q(counted_at__isnull=False, counted_by__isnull=False),
                name="plan_pass_counted",
            ),
        )


class GateCount(models.Model):
    """Visitors that came in at one moment; a mistake is taken back by a row below nought. Only added to."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="counts")
    key = models.UUIDField(unique=True, help_text="the button's own: pressed twice, it counts once")
    via = models.CharField(max_length=4, choices=CountVia.choices)
    people = models.SmallIntegerField()
    visitor_pass = models.OneToOneField(
        VisitorPass, on_delete=models.PROTECT, related_name="count", null=True
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(via=CountVia.PASS, visitor_pass__isnull=False, people__gte=1)
                | Q(via=CountVia.GATE, visitor_pass__isnull=True, people__gte=-50, people__lte=50),
                name="plan_count_via",
            ),
            models.CheckConstraint(condition=~Q(people=0), name="plan_count_people"),
        )
        indexes = (models.Index(fields=("exhibition", "at"), name="plan_count_when"),)
