"""What the storefront keeps: the right to look at an order, and the mail that was sent about it."""

from django.db import models
from django.db.models import Q

from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import StoreIdField, new_token

#: 128 random bits or more, url-safe.
URL_SAFE = r"^[A-Za-z0-9_-]{22,32}$"


class OrderAccess(models.Model):
    """
    A secret address for one order, made before it is paid so that no payment is without a page.

    Who holds the token may see the order; the store's own ids never leave the server.
    """

    token = models.CharField(max_length=32, unique=True, default=new_token, help_text="pii: opens an order")
    checkout_id = StoreIdField(unique=True)
    order_id = StoreIdField(unique=True, null=True)
    transaction_id = StoreIdField(blank=True, help_text="the payment that is under way, of the store")
    payment_key = models.CharField(max_length=64, blank=True, help_text="idempotency key of that payment")
    method = models.CharField(max_length=32, blank=True)
    attempts_ended = models.PositiveSmallIntegerField(
        default=0, help_text="payments that failed or were given up; part of the next one's idempotency key"
    )
    plan_id = models.CharField(max_length=100, blank=True, help_text="delivery plan as shown before paying")
    language = models.CharField(max_length=8, default="en")
    refusal = models.CharField(max_length=64, blank=True, help_text="why the store made no order of it")
    payment_returned_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(("token__regex", URL_SAFE)), name="storefront_access_token"),
            models.CheckConstraint(condition=~Q(order_id=""), name="storefront_access_order_id"),
        )

    def __str__(self) -> str:
        return f"access to {self.order_id or self.checkout_id}"


class MailMessage(models.Model):
    """
    One message to a buyer about one step of an order; ``reference`` tells parcels apart.

    Without ``access`` it is about something else than an order, and ``reference`` says what, once each.
    """

    class Kind(models.TextChoices):
        PLACED = "placed"
        SENT = "sent"
        CANCELLED = "cancelled"
        REFUNDED = "refunded"
        PAYMENT_RETURNED = "payment-returned"
        CALLED_BACK = "called-back"
        PART_CANCELLED = "part-cancelled"
        RETURN = "return"
        ENQUIRY = "enquiry"
        REVIEW = "review"
        QUESTION = "question"
        GRIEVANCE = "grievance"
        UPI = "upi"
        ACCOUNT = "account"
        LATER = "later"

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        WITHHELD = "withheld", "Withheld: the address is not a mailbox"

    access = models.ForeignKey(OrderAccess, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=32, choices=Kind.choices)
    reference = StoreIdField(blank=True, help_text="fulfilment or refund that the message is about")
    to = models.EmailField(help_text="pii: contact")
    subject = models.CharField(max_length=200)
    text = models.TextField(help_text="pii: name, address, order")
    html = models.TextField(help_text="pii: name, address, order")
    state = models.CharField(max_length=16, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("access", "kind", "reference"), name="storefront_mail_once"),
            models.UniqueConstraint(
                fields=("kind", "reference"), condition=Q(access=None), name="storefront_letter_once"
            ),
            models.CheckConstraint(
                condition=Q(access__isnull=False) | ~Q(reference=""), name="storefront_letter_about"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="storefront_mail_sent_at",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"
