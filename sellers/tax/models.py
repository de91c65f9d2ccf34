from typing import Any

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import now
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
    OPERATOR = "operator", "Operator of the store"


class Registration(DatedRow):
    """
    A GSTIN under which goods of groups are sold, or the operator bills its commission; a federation is known
    by its registry name.
    """

    kind = models.CharField(max_length=12, choices=RegistrationKind.choices)
    name = models.CharField(max_length=120)
    gstin = models.CharField(max_length=15)
    state = models.CharField(max_length=60)
    address = models.CharField(max_length=300, blank=True, help_text="the registered one, for invoices")
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


def _rupees(**options: Any) -> models.DecimalField:
    return models.DecimalField(max_digits=14, decimal_places=2, **options)


class DocumentKind(models.TextChoices):
    """What is handed to a buyer. Source: rules 46, 49 and 53, CGST Rules."""

    INVOICE = "invoice", "Tax invoice"
    BILL = "bill-of-supply", "Bill of supply"
    CREDIT = "credit-note", "Credit note"


class DocumentSeries(models.Model):
    """
    Numbers of one seller of record, financial year and source; by trigger, ``last_serial`` grows by one.

    ``seller_key`` is the GSTIN, or the group's code where it has none. ``financial_year`` is the one that
    begins in April of it, in Asia/Kolkata. ``prefix`` is the source ("W": the web) and the kind's letter.
    """

    seller_key = models.CharField(max_length=24)
    financial_year = models.PositiveSmallIntegerField()
    prefix = models.CharField(max_length=4)
    last_serial = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("seller_key", "financial_year", "prefix"), name="tax_documentseries_once"
            ),
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[A-Z0-9]{1,4}$") & ~Q(seller_key=""),
                name="tax_documentseries_named",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seller_key} {self.prefix} {self.financial_year}"


class TaxDocument(models.Model):
    """
    An invoice, bill of supply or credit note as it was issued; triggers refuse UPDATE, DELETE and TRUNCATE,
    and a document whose lines do not add up to it.

    The buyer's name and address are on it only where the law wants them (from ₹50,000), sealed; else the
    store is asked when it is drawn. ``source`` is the parcel's code, for a credit note the refund's name in
    the ledger too; ``edition`` counts what replaced a void one. ``tcs`` is what the operator collected on it.
    Of ``total`` the operator paid ``paid_by_voucher``; ``discount`` is what the seller took off before.
    """

    token = models.CharField(max_length=32, unique=True, help_text="in the code by which anyone verifies it")
    kind = models.CharField(max_length=16, choices=DocumentKind.choices)
    series = models.ForeignKey(DocumentSeries, on_delete=models.PROTECT, related_name="documents")
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=16, help_text="once for a seller of record and financial year")
    issued_on = models.DateField(help_text="in Asia/Kolkata")
    issued_at = models.DateTimeField()
    source = models.CharField(max_length=160)
    edition = models.PositiveSmallIntegerField(default=1)
    original = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="credit_notes", help_text="of a credit note"
    )
    order_id = StoreIdField()
    order_number = models.CharField(max_length=32)
    parcel_code = models.CharField(max_length=40, db_index=True)
    group_code = models.CharField(max_length=16)
    group_name = models.CharField(max_length=160, blank=True)
    seller_kind = models.CharField(max_length=12)
    seller_name = models.CharField(max_length=160)
    seller_gstin = models.CharField(max_length=15, blank=True)
    seller_state = models.CharField(max_length=60)
    seller_address = models.CharField(max_length=300, blank=True)
    place_of_supply = models.CharField(max_length=60)
    recipient = models.BinaryField(null=True, help_text="pii: sealed; from ₹50,000 (rule 46, e)")
    reason = models.CharField(max_length=200, blank=True, help_text="why there is a credit note")
    net = _rupees()
    cgst = _rupees()
    sgst = _rupees()
    igst = _rupees()
    total = _rupees()
    tcs = _rupees()
    voucher_code = models.CharField(max_length=255, blank=True)
    paid_by_voucher = _rupees(default=0)
    discount = _rupees(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "serial"), name="tax_document_serial_once"),
            models.UniqueConstraint(fields=("series", "number"), name="tax_document_number_once"),
            models.UniqueConstraint(fields=("source", "edition"), name="tax_document_source_once"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="tax_document_kind"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[A-Z0-9/-]{1,16}$", serial__gt=0), name="tax_document_number"
            ),
            models.CheckConstraint(
                condition=Q(total=F("net") + F("cgst") + F("sgst") + F("igst"))
                & Q(net__gte=0, cgst__gte=0, sgst__gte=0, igst__gte=0, tcs__gte=0, total__gt=0),
                name="tax_document_sum",
            ),
            models.CheckConstraint(condition=Q(igst=0) | Q(cgst=0, sgst=0), name="tax_document_heads"),
            models.CheckConstraint(
                condition=Q(discount__gte=0, paid_by_voucher__gte=0, paid_by_voucher__lte=F("total")),
                name="tax_document_voucher",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DocumentKind.BILL) | Q(total=F("net")), name="tax_document_bill_no_tax"
            ),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.CREDIT, original__isnull=False)
                | (~Q(kind=DocumentKind.CREDIT) & Q(original__isnull=True)),
                name="tax_document_original",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DocumentKind.INVOICE) | ~Q(seller_gstin=""), name="tax_document_gstin"
            ),
        )
        indexes = (
            models.Index(fields=("issued_on", "id"), name="tax_document_by_day"),
            models.Index(fields=("order_number",), name="tax_document_of_order"),
        )

    def __str__(self) -> str:
        return f"{self.number} of {self.seller_name}"


class TaxDocumentLine(models.Model):
    """A line of it, amounts for all of it in INR; a refund of part of the price has no ``quantity``."""

    document = models.ForeignKey(TaxDocument, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=250)
    hsn = models.CharField(max_length=8, blank=True)
    is_delivery = models.BooleanField(default=False)
    quantity = models.PositiveIntegerField()
    rate_percent = models.DecimalField(max_digits=5, decimal_places=2)
    net = _rupees()
    cgst = _rupees()
    sgst = _rupees()
    igst = _rupees()
    total = _rupees()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("document", "position"), name="tax_documentline_once"),
            models.CheckConstraint(
                condition=Q(total=F("net") + F("cgst") + F("sgst") + F("igst"))
                & Q(net__gte=0, cgst__gte=0, sgst__gte=0, igst__gte=0),
                name="tax_documentline_sum",
            ),
        )


class SpoiltNumber(models.Model):
    """
    A number of a till's series that was used up without a document. Triggers refuse UPDATE, DELETE, TRUNCATE.
    """

    series = models.ForeignKey(DocumentSeries, on_delete=models.PROTECT, related_name="spoilt")
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=16)
    source = models.CharField(max_length=160, unique=True, help_text="the till's entry that says so")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "serial"), name="tax_spoilt_serial_once"),
            models.CheckConstraint(condition=~Q(reason="") & Q(serial__gt=0), name="tax_spoilt_reason"),
        )


class VoidedDocument(models.Model):
    """A document that holds no longer; its number stays used. Triggers refuse UPDATE, DELETE and TRUNCATE."""

    document = models.OneToOneField(TaxDocument, on_delete=models.PROTECT, related_name="voided")
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=80, help_text="person:7")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="tax_voided_reason"),)
