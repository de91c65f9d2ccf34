from typing import Final

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import StoreIdField
from jkrlm.people.facade import User
from storefront.models import OrderAccess


class ContactKind(models.TextChoices):
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Phone"


class Contact(models.Model):
    """A mailbox or a phone that a buyer has proved to be hers by a code; it signs her in."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    value = models.CharField(max_length=254, help_text="pii: contact (small letters, or E.164)")
    proved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "value"), name="shop_contact_once"),
            models.CheckConstraint(
                condition=Q(kind="email", value__contains="@") | Q(kind="phone", value__startswith="+"),
                name="shop_contact_kind",
            ),
        )


class BuyerSession(models.Model):
    """
    One browser in which a buyer is signed in. The key is a keyed hash of the cookie: a dump opens nothing.

    Ended by deleting the row: hers alone, or all of hers.
    """

    key = models.CharField(max_length=64, primary_key=True, help_text="pii: session (keyed hash)")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("began_at")), name="shop_session_ends"),
        )


class AdoptedOrder(models.Model):
    """An order in a buyer's account. It is in one account only, whatever arrives at the same moment."""

    class How(models.TextChoices):
        SIGNED_IN = "signed-in", "Placed while signed in"
        PROVEN = "proven", "Its contact was proven by a code"
        LINK = "link", "By the link of its page"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    access = models.OneToOneField(OrderAccess, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=16, choices=How.choices)
    adopted_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("user", "-adopted_at"), name="shop_adopted_of_user"),)


class OrderContact(models.Model):
    """By which contacts a guest's order can be found once one of them is proven: keyed hashes, no contact."""

    access = models.OneToOneField(OrderAccess, on_delete=models.CASCADE, primary_key=True, related_name="+")
    email_print = models.CharField(max_length=64, blank=True, db_index=True)
    phone_print = models.CharField(max_length=64, blank=True, db_index=True, help_text="of who pays")


class BagOwner(models.Model):
    """A bag that a signed-in buyer took to the checkout: its order will be hers, and nobody else sees it."""

    checkout_id = StoreIdField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    owned_at = models.DateTimeField()
    attached_at = models.DateTimeField(null=True, help_text="when the store's customer got it")


class Wish(models.Model):
    """A piece on a buyer's wishlist."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    product_id = StoreIdField(help_text="pii: taste")
    added_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "product_id"), name="shop_wish_once"),
            models.CheckConstraint(condition=~Q(product_id=""), name="shop_wish_product"),
        )


class ExportState(models.TextChoices):
    ASKED = "asked", "Asked for"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    GONE = "gone", "Gone"


class DataExport(models.Model):
    """A copy of what we hold about a buyer, made by a task; ``done`` of ``parts`` rooms have told theirs."""

    id = models.UUIDField(primary_key=True, help_text="made by the page: the same press is the same export")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.ASKED)
    parts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    archive = models.BinaryField(null=True, help_text="pii: everything about her (ZIP, sealed)")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(done__lte=F("parts")), name="shop_export_progress"),
            models.CheckConstraint(
                condition=Q(state="ready", archive__isnull=False, ready_at__isnull=False)
                | (~Q(state="ready") & Q(archive__isnull=True)),
                name="shop_export_ready",
            ),
        )


class ErasureOutcome(models.TextChoices):
    OPEN = "open", "Waits for its day"
    KEPT = "kept", "She chose to keep the account"
    DONE = "done", "Erased"


class Erasure(models.Model):
    """A buyer's wish that her account be erased. The row stays, nameless, as proof that it was done."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True)
    outcome = models.CharField(max_length=8, choices=ErasureOutcome.choices, default=ErasureOutcome.OPEN)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    held_up_by = models.CharField(max_length=300, blank=True, help_text="orders not finished on the day")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user",), name="shop_erasure_one_open", condition=Q(outcome="open")
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", ended_at__isnull=True)
                | (~Q(outcome="open") & Q(ended_at__isnull=False)),
                name="shop_erasure_ended",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="shop_erasure_waits"),
        )


class Press(models.Model):
    """A form that was sent: its key, so that sending it again does nothing more."""

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now, db_index=True)


#: Tables that empty themselves when a buyer is erased.
OF_ONE_BUYER: Final = (Contact, BuyerSession, AdoptedOrder, BagOwner, Wish, DataExport, Press)
