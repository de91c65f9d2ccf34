"""Questions about sending a piece where the shop does not send; pieces kept for an exchange."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from jkrlm.kernel.ids import StoreIdField

ANSWER_MAX = 2000
#: As many signs as a registered text takes.
ANSWER_BY_SMS = 300


class EnquirySource(models.TextChoices):
    ABROAD = "abroad", gettext_lazy("From abroad")
    FAIR = "fair", gettext_lazy("At a fair")


class Enquiry(models.Model):
    """
    Somebody outside India wants a piece, or asked for something at a fair: ``origin`` says at which stall,
    ``lead`` under which number. It is answered once, by mail, or by SMS where there is only a ``phone``;
    ``answer`` is what was written.
    """

    key = models.CharField(max_length=64, unique=True, help_text="the form's own: sent twice, it is one")
    source = models.CharField(max_length=8, choices=EnquirySource.choices, default=EnquirySource.ABROAD)
    origin = models.CharField(max_length=200, blank=True)
    lead = models.BigIntegerField(null=True, unique=True)
    product_slug = models.CharField(max_length=255, blank=True)
    product_name = models.CharField(max_length=250)
    name = models.CharField(max_length=120, help_text="pii: name")
    email = models.EmailField(blank=True, help_text="pii: contact")
    phone = models.CharField(max_length=20, blank=True, help_text="pii: contact")
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    quantity = models.PositiveIntegerField()
    words = models.CharField(max_length=1000, blank=True, help_text="pii: what the person wrote")
    language = models.CharField(max_length=8, default="en")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=ANSWER_MAX, blank=True, help_text="pii: written to the person")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, help_text="when the answer left by mail")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="shop_enquiry_quantity"),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$") & (~Q(country="IN") | Q(source=EnquirySource.FAIR)),
                name="shop_enquiry_abroad",
            ),
            models.CheckConstraint(
                condition=Q(source=EnquirySource.ABROAD, lead=None) & ~Q(product_slug="") & ~Q(email="")
                | Q(source=EnquirySource.FAIR, lead__isnull=False)
                & ~Q(origin="")
                & (~Q(email="") | ~Q(phone="")),
                name="shop_enquiry_source",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="shop_enquiry_answered",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(answered_at__isnull=False), name="shop_enquiry_sent"
            ),
        )
        indexes = (models.Index(fields=("answered_at", "asked_at"), name="shop_enquiry_waiting"),)

    def __str__(self) -> str:
        return f"enquiry {self.pk}"


class KeptPiece(models.Model):
    """The other piece of an exchange, reserved by a bag of its own. Once let go it is not kept again."""

    return_number = models.BigIntegerField(unique=True, help_text="of the return")
    checkout_id = StoreIdField(unique=True)
    kept_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="ordered, or let go")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(until__gt=F("kept_at")), name="shop_kept_until"),)
        indexes = (models.Index(fields=("until",), condition=Q(ended_at=None), name="shop_kept_open"),)

    def __str__(self) -> str:
        return f"piece kept for return {self.return_number}"
