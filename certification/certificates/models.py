"""Tables of certificates. What must not be got round stands in triggers: ``migrations/0001``."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from certification.certificates.states import Bearer, CertificateState, Purpose, Reason
from jkrlm.kernel.ids import StoreIdField
from jkrlm.people.facade import User

#: Entries of one status list: the least that the W3C allows, 16 KB of bits.
LIST_BITS = 131_072
#: Reasons for which nobody of the staff presses a button.
UNATTENDED = ("recall", "granted", "facts-changed", "cleared", "surveillance-failed")


def empty_bits() -> bytes:
    return bytes(LIST_BITS // 8)


class NumberSeries(models.Model):
    """Numbers of one issuer and financial year (April, Asia/Kolkata); grows by one, by trigger."""

    prefix = models.CharField(max_length=12)
    financial_year = models.PositiveSmallIntegerField()
    last_serial = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("prefix", "financial_year"), name="cert_series_once"),
            models.CheckConstraint(condition=Q(prefix__regex=r"^[A-Z0-9]{1,12}$"), name="cert_series_prefix"),
        )

    def __str__(self) -> str:
        return f"{self.prefix} {self.financial_year}"


class SigningKey(models.Model):
    """
    The public half of a key that signs credentials. The private half is never in the database.

    A retired key signs nothing more, and what it signed verifies; what a compromised one signed does not.
    """

    kid = models.CharField(max_length=64, primary_key=True, help_text="RFC 7638 thumbprint")
    public_jwk = models.JSONField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    compromised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(public_jwk__has_key="d"), name="cert_key_public_only"),
            models.CheckConstraint(
                condition=Q(compromised_at__isnull=True) | Q(retired_at__isnull=False),
                name="cert_key_compromised_is_retired",
            ),
        )

    def __str__(self) -> str:
        return self.kid


class StatusList(models.Model):
    """A list of bits. Both purposes go in pairs under one number; an index means the same in both."""

    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    number = models.PositiveIntegerField()
    bits = models.BinaryField(default=empty_bits)
    used = models.PositiveIntegerField(default=0, help_text="indexes given away; of the revocations' list")
    edition = models.PositiveIntegerField(default=0, help_text="grows with each change of a bit")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("purpose", "number"), name="cert_statuslist_once"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="cert_statuslist_purpose"),
            models.CheckConstraint(condition=Q(used__lte=LIST_BITS), name="cert_statuslist_used"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.number}"


class Certificate(models.Model):
    """
    A certificate. By trigger only its state changes, along ``states.TRANSITIONS``, each with its history.

    What it says is frozen at the issue: ``results`` and ``facts`` are what the credentials are made of.
    """

    number = models.CharField(max_length=24, unique=True)
    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveIntegerField()
    decision_id = models.BigIntegerField(unique=True, help_text="the granting decision, of cases")
    case_number = models.CharField(max_length=40)
    version_id = models.BigIntegerField()
    version_number = models.CharField(max_length=40)
    standard_title = models.CharField(max_length=200)
    scheme = models.CharField(max_length=4)
    subject = models.CharField(max_length=8)
    kind = models.CharField(max_length=60)
    group_code = models.CharField(max_length=16)
    holder_name = models.CharField(max_length=200)
    product_id = StoreIdField()
    lot_number = models.CharField(max_length=20, blank=True)
    quantity = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    grade_code = models.CharField(max_length=40)
    grade_name = models.CharField(max_length=80)
    issuer_name = models.CharField(max_length=200)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    valid_until = models.DateField(help_text="the last day of its term")
    goods_expire = models.BooleanField()
    results = models.JSONField()
    facts = models.JSONField()
    list_number = models.PositiveIntegerField()
    list_index = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=CertificateState.choices)
    changed_at = models.DateTimeField()
    search = models.TextField(help_text="number, case, lot, group, holder and title in small letters")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "serial"), name="cert_certificate_serial"),
            models.UniqueConstraint(fields=("list_number", "list_index"), name="cert_certificate_bit"),
            models.CheckConstraint(
                condition=Q(state__in=CertificateState.values), name="cert_certificate_state"
            ),
            models.CheckConstraint(
                condition=Q(subject__in=("product", "lot", "unit")) & (~Q(subject="lot") | ~Q(lot_number="")),
                name="cert_certificate_subject",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("issued_on")) & Q(quantity__gte=1) & ~Q(product_id=""),
                name="cert_certificate_sound",
            ),
            models.CheckConstraint(condition=Q(list_index__lt=LIST_BITS), name="cert_certificate_index"),
        )
        indexes = (
            models.Index(fields=("product_id", "state"), name="cert_of_product"),
            models.Index(fields=("lot_number",), name="cert_of_lot"),
            models.Index(fields=("group_code", "id"), name="cert_of_group"),
            models.Index(fields=("case_number",), name="cert_of_case"),
            models.Index(fields=("state", "valid_until"), name="cert_due"),
            models.Index(fields=("version_number",), name="cert_of_standard"),
            GinIndex(OpClass("search", name="gin_trgm_ops"), name="cert_register_search", fastupdate=False),
        )

    def __str__(self) -> str:
        return self.number


class CertificateChange(models.Model):
    """The history of a certificate: rows are only added. ``key`` is the form's: nothing is done twice."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="changes")
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=CertificateState.choices)
    reason = models.CharField(max_length=24, choices=Reason.choices)
    words = models.CharField(max_length=1000, blank=True)
    bearer = models.CharField(max_length=10, choices=Bearer.choices, blank=True)
    recall_id = models.BigIntegerField(null=True)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="cert_change_reason"),
            models.CheckConstraint(
                condition=Q(bearer="", state__in=("valid", "suspended", "expired"))
                | Q(bearer__in=Bearer.values, state="withdrawn"),
                name="cert_change_bearer",
            ),
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | Q(state="expired") | Q(reason__in=UNATTENDED),
                name="cert_change_somebody",
            ),
        )
        indexes = (models.Index(fields=("certificate", "-id"), name="cert_change_newest"),)

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.state}"


class Credential(models.Model):
    """A signed credential (``vc+jwt``) as it went out; rows are only added, the newest is served."""

    class Kind(models.TextChoices):
        DCC = "dcc", "Digital Conformity Credential"
        DPP = "dpp", "Digital Product Passport"

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    token = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=("dcc", "dpp")), name="cert_credential_kind"),
        )
        indexes = (models.Index(fields=("certificate", "kind", "-id"), name="cert_credential_newest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.certificate_id}"
