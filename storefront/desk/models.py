"""What the desk adds to an order: who wrote a note, and which mail went out once more."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jkrlm.kernel.ids import StoreIdField
from storefront.models import MailMessage


class OrderNote(models.Model):
    """
    A note of ours: its words are here only on their way into the store, where ``event_id`` is its place.

    The store knows only the app that wrote it: who of the staff it was stands here.
    """

    key = models.CharField(max_length=64, unique=True, help_text="the form's own: sent twice, it is one note")
    order_id = StoreIdField(db_index=True)
    text = models.CharField(max_length=1000, help_text="pii: what staff write about an order")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    event_id = StoreIdField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("event_id",), condition=~Q(event_id=""), name="shop_desk_note_event_once"
            ),
            models.CheckConstraint(
                condition=Q(event_id="", text__gt="") | (~Q(event_id="") & Q(text="")),
                name="shop_desk_note_in_one_place",
            ),
        )


class MailSending(models.Model):
    """A message sent once more, at somebody's word."""

    key = models.CharField(max_length=64, unique=True, help_text="the button's own: pressed twice, it is one")
    message = models.ForeignKey(MailMessage, on_delete=models.PROTECT, related_name="sendings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("message", "asked_at"), name="shop_desk_sendings"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(sent_at__gte=models.F("asked_at")),
                name="shop_desk_sent_after_asked",
            ),
        )
