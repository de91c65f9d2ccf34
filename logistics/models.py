from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.dated import DatedRow, ReferenceVersion
from logistics.states import LossBearer, PlanKind, Zone


class LogisticsVersion(ReferenceVersion):
    """Changes with every change of the reference tables below (by trigger)."""

    class Meta(ReferenceVersion.Meta):
        pass


class Pincode(models.Model):
    """A PIN code of Jammu and Kashmir. Here the list is complete: one that is not listed is unknown."""

    pincode = models.CharField(max_length=6)
    district = models.CharField(max_length=40)
    other_districts = models.CharField(max_length=80, blank=True)
    division = models.CharField(max_length=8)
    main_office = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("pincode",), name="logistics_pincode_once"),
            models.CheckConstraint(
                condition=Q(pincode__regex=r"^1[89][0-9]{4}$"), name="logistics_pincode_form"
            ),
        )


class State(DatedRow):
    """A state or union territory, named as the store names it, with its GST code and zone."""

    state = models.CharField(max_length=60)
    gst_code = models.CharField(max_length=2)
    zone = models.CharField(max_length=8, choices=Zone.choices)

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("state", "valid_from"), name="logistics_state_once"),
            models.CheckConstraint(
                condition=Q(gst_code__regex=r"^[0-9]{2}$"), name="logistics_state_gst_code"
            ),
            models.CheckConstraint(
                condition=Q(zone__in=Zone.values) & ~Q(zone=Zone.LOCAL), name="logistics_state_zone"
            ),
        )


class PinPrefix(DatedRow):
    """The state of PIN codes that begin so; the longest prefix decides, ``main`` among equals."""

    prefix = models.CharField(max_length=6)
    state = models.CharField(max_length=60)
    main = models.BooleanField()

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("prefix", "state", "valid_from"), name="logistics_pinprefix_once"
            ),
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[1-9][0-9]{1,5}$"), name="logistics_pinprefix_form"
            ),
        )


class RateBand(DatedRow):
    """
    What a carrier asks for one box above ``over_grams`` and up to ``up_to_grams``, before GST, in INR.

    With ``step_grams``, each begun step above ``over_grams`` adds ``step_price``.
    """

    card = models.CharField(max_length=40)
    service = models.SlugField(max_length=24)
    name = models.CharField(max_length=60)
    carrier = models.CharField(max_length=60)
    zone = models.CharField(max_length=8, choices=Zone.choices)
    over_grams = models.PositiveIntegerField()
    up_to_grams = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=9, decimal_places=2)
    step_grams = models.PositiveIntegerField(null=True, blank=True)
    step_price = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    gst_percent = models.DecimalField(max_digits=5, decimal_places=2)
    value_limit = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="dearest parcel it carries, INR"
    )

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("service", "zone", "over_grams", "valid_from"), name="logistics_rateband_once"
            ),
            models.CheckConstraint(condition=Q(zone__in=Zone.values), name="logistics_rateband_zone"),
            models.CheckConstraint(
                condition=Q(up_to_grams__gt=F("over_grams")), name="logistics_rateband_weights"
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0, gst_percent__gte=0), name="logistics_rateband_price"
            ),
            models.CheckConstraint(
                condition=Q(step_grams__isnull=True, step_price__isnull=True)
                | Q(step_grams__gt=0, step_price__gte=0),
                name="logistics_rateband_step",
            ),
        )


class TransitDays(DatedRow):
    """Calendar days from hand-over to the door."""

    service = models.SlugField(max_length=24)
    zone = models.CharField(max_length=8, choices=Zone.choices)
    days_min = models.PositiveSmallIntegerField()
    days_max = models.PositiveSmallIntegerField()

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("service", "zone", "valid_from"), name="logistics_transitdays_once"
            ),
            models.CheckConstraint(condition=Q(zone__in=Zone.values), name="logistics_transitdays_zone"),
            models.CheckConstraint(
                condition=Q(days_max__gte=F("days_min")), name="logistics_transitdays_order"
            ),
        )


class Holiday(DatedRow):
    """A day on which nobody packs, hands over or delivers. Sundays are not listed."""

    day = models.DateField()
    name = models.CharField(max_length=60)

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("day", "valid_from"), name="logistics_holiday_once"),
        )


class CashLimit(DatedRow):
    """The smallest and largest order that may be paid in cash at the door, INR, both included."""

    minimum = models.DecimalField(max_digits=12, decimal_places=2)
    maximum = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("valid_from",), name="logistics_cashlimit_once"),
            models.CheckConstraint(
                condition=Q(minimum__gte=0, maximum__gte=F("minimum")), name="logistics_cashlimit_order"
            ),
        )


class CashSwitchedOff(DatedRow):
    """PIN codes that begin so cannot pay in cash; the reason names the place."""

    prefix = models.CharField(max_length=6)
    reason = models.CharField(max_length=160)

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("prefix", "valid_from"), name="logistics_cashswitchedoff_once"),
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[1-9][0-9]{0,5}$"), name="logistics_cashswitchedoff_form"
            ),
        )


class RoadClosure(DatedRow):
    """
    A road, a pass or a district that parcels cannot pass, or pass late, from ``begins`` to ``ends``
    (included; empty: until further notice).

    It concerns parcels from or to the PIN codes that begin with ``prefix`` or lie in ``district``; with
    ``only_crossing`` those alone that go in or out. ``days_added`` is empty where nothing moves at all.
    With ``carrier`` (and ``service``), as the rate cards write them, it is one carrier's disruption, such as
    a strike; then it may be everywhere. ``valid_from`` is the day on which we knew. Lifted or replaced, it
    no longer counts from that moment on.
    """

    key = models.CharField(max_length=64, unique=True, help_text="the form's own: sent twice, it is one")
    prefix = models.CharField(max_length=6, blank=True)
    district = models.CharField(max_length=40, blank=True)
    only_crossing = models.BooleanField(default=False)
    carrier = models.CharField(max_length=60, blank=True)
    service = models.CharField(max_length=60, blank=True)
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)
    days_added = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=160)
    lifted_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("replaces",), name="logistics_closure_replaced_once"),
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[1-9][0-9]{0,5}$", district="")
                | (Q(prefix="") & ~Q(district=""))
                | (Q(prefix="", district="", only_crossing=False) & ~Q(carrier="")),
                name="logistics_closure_where",
            ),
            models.CheckConstraint(
                condition=Q(service="") | ~Q(carrier=""), name="logistics_closure_service_has_carrier"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")), name="logistics_closure_days"
            ),
            models.CheckConstraint(
                condition=Q(days_added__isnull=True) | Q(days_added__range=(1, 60)),
                name="logistics_closure_added",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="logistics_closure_reason"),
        )


class HubLeg(DatedRow):
    """
    Bringing a group's share to the hub where it joins a box: so many days from the group's centre, and what
    each share pays for it, before GST, in INR.
    """

    days = models.PositiveSmallIntegerField()
    share_price = models.DecimalField(max_digits=9, decimal_places=2)
    gst_percent = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("valid_from",), name="logistics_hubleg_once"),
            models.CheckConstraint(
                condition=Q(days__lte=30, share_price__gte=0, gst_percent__gte=0),
                name="logistics_hubleg_values",
            ),
        )


class LossCover(DatedRow):
    """
    What a carrier pays at most for a lost or broken parcel, in INR; what insuring the rest of its declared
    value costs, in percent (part of the delivery's price); and who bears what neither pays. Never the buyer.
    """

    service = models.SlugField(max_length=24)
    carrier_pays = models.DecimalField(max_digits=12, decimal_places=2)
    premium_percent = models.DecimalField(max_digits=5, decimal_places=2)
    bearer = models.CharField(max_length=8, choices=LossBearer.choices)

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("service", "valid_from"), name="logistics_losscover_once"),
            models.CheckConstraint(
                condition=Q(carrier_pays__gte=0, premium_percent__gte=0, premium_percent__lte=100),
                name="logistics_losscover_values",
            ),
            models.CheckConstraint(
                condition=Q(bearer__in=LossBearer.values), name="logistics_losscover_bearer"
            ),
        )


class RateChange(models.Model):
    """A change of these tables by somebody of the staff; triggers refuse UPDATE, DELETE and TRUNCATE."""

    key = models.CharField(
        max_length=64, unique=True, help_text="the form's own: sent twice, it is done once"
    )
    table = models.CharField(max_length=24)
    row = models.PositiveBigIntegerField(help_text="the row that began, or that was closed")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80, help_text="person:7")

    class Meta:
        indexes = (models.Index(fields=("table", "id"), name="logistics_rate_history"),)


class Quote(models.Model):
    """
    A promised delivery plan, never edited. ``digest`` is the hash of kind and content, so the same
    bag on the same day under the same rates is the same row.
    """

    digest = models.CharField(max_length=32)
    kind = models.CharField(max_length=8, choices=PlanKind.choices)
    content = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("digest",), name="logistics_quote_digest_once"),
            models.CheckConstraint(condition=Q(kind__in=PlanKind.values), name="logistics_quote_kind"),
        )
