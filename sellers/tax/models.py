from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.dated import DatedRow, ReferenceVersion
from jkrlm.kernel.ids import StoreIdField


class TaxVersion(ReferenceVersion):
    """Changes with every change of the reference tables below (by trigger)."""

    class Meta(ReferenceVersion.Meta):
        pass


class GstRate(DatedRow):
    """
    The GST on goods whose HSN code begins with ``hsn``; the longest that matches decides, and the
    empty one is for everything else. The limits are on the value of one piece before tax, INR: above
    ``unit_over``, up to and including ``unit_up_to``. ``handmade`` NULL means either.
    """

    hsn = models.CharField(max_length=8, blank=True)
    description = models.CharField(max_length=200, blank=True)
    rate_percent = models.DecimalField(max_digits=5, decimal_places=2)
    unit_over = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit_up_to = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    handmade = models.BooleanField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("hsn", "unit_over", "unit_up_to", "handmade", "valid_from"),
                nulls_distinct=False,
                name="tax_gstrate_once",
            ),
            models.CheckConstraint(
                condition=Q(hsn__regex=r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8})?$"), name="tax_gstrate_hsn"
            ),
            models.CheckConstraint(
                condition=Q(rate_percent__gte=0, rate_percent__lte=100), name="tax_gstrate_percent"
            ),
            models.CheckConstraint(
                condition=Q(unit_over__isnull=True)
                | Q(unit_up_to__isnull=True)
                | Q(unit_up_to__gt=F("unit_over")),
                name="tax_gstrate_limits",
            ),
        )


class Seller(models.TextChoices):
    """Who sells: the group itself, its federation or else JKTPO for it, or nobody."""

    GROUP = "group", "The group"
    INTERMEDIARY = "intermediary", "Its federation, or JKTPO"
    NOBODY = "nobody", "Nobody"


class SellerRule(DatedRow):
    """Who sells for a group of this tax standing, inside Jammu and Kashmir or outside."""

    tax_status = models.CharField(max_length=24)
    inside = models.BooleanField()
    seller = models.CharField(max_length=12, choices=Seller.choices)
    charges_tax = models.BooleanField(help_text="false: a bill of supply without tax lines (Rule 49)")

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("tax_status", "inside", "valid_from"), name="tax_sellerrule_once"
            ),
            models.CheckConstraint(condition=Q(seller__in=Seller.values), name="tax_sellerrule_seller"),
        )


class RegistrationKind(models.TextChoices):
    FEDERATION = "federation", "Cluster level federation"
    JKTPO = "jktpo", "Trade promotion organisation"


class Registration(DatedRow):
    """A GSTIN under which goods of groups are sold; a federation is known by its registry name."""

    kind = models.CharField(max_length=12, choices=RegistrationKind.choices)
    name = models.CharField(max_length=120)
    gstin = models.CharField(max_length=15)
    state = models.CharField(max_length=60)
    fictitious = models.BooleanField(default=False, help_text="for the demonstration; no such number exists")

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("kind", "name", "valid_from"), name="tax_registration_once"),
            models.CheckConstraint(
                condition=Q(kind__in=RegistrationKind.values), name="tax_registration_kind"
            ),
            models.CheckConstraint(
                condition=Q(gstin__regex=r"^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][0-9A-Z]Z[0-9A-Z]$"),
                name="tax_registration_gstin",
            ),
        )


class Duty(models.TextChoices):
    """What the operator takes off a sale for the state."""

    TCS = "tcs", "Tax collected at source (s. 52 CGST Act)"
    TDS = "tds", "Tax deducted at source (s. 194-O Income-tax Act)"


class WithholdingRate(DatedRow):
    """In percent of the value without GST. ``has_pan`` NULL means either; TCS is on taxable supplies only."""

    duty = models.CharField(max_length=3, choices=Duty.choices)
    has_pan = models.BooleanField(null=True, blank=True)
    rate_percent = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("duty", "has_pan", "valid_from"), nulls_distinct=False, name="tax_withholding_once"
            ),
            models.CheckConstraint(condition=Q(duty__in=Duty.values), name="tax_withholding_duty"),
            models.CheckConstraint(
                condition=Q(rate_percent__gte=0, rate_percent__lte=100), name="tax_withholding_percent"
            ),
        )


class TaxAnswer(models.Model):
    """
    What the store was told, with how it came about. ``digest`` is the hash of source and content;
    an answer given again only moves ``last_asked_at``, so the newest row is the one that holds.
    """

    digest = models.CharField(max_length=64)
    source_id = StoreIdField(help_text="the checkout or the order")
    checkout_id = StoreIdField(blank=True)
    plan_id = models.CharField(max_length=48, blank=True)
    content = models.JSONField()
    created_at = models.DateTimeField()
    last_asked_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("digest",), name="tax_answer_digest_once"),)
        indexes = (models.Index(fields=("checkout_id", "-last_asked_at"), name="tax_answer_newest"),)
