from django.db import models
from django.db.models import Q

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User
from sellers.notices.kinds import KINDS


class Notice(models.Model):
    """
    One thing that one woman was told. Its words are made when it is read, in the language of her page.

    ``subject`` is what it is about (an order's code, a transfer's reference): told of once.
    """

    person = models.ForeignKey("sellers_registry.Person", on_delete=models.PROTECT, related_name="+")
    group_code = models.CharField(max_length=16)
    kind = models.CharField(max_length=24)
    subject = models.CharField(max_length=120)
    facts = models.JSONField(default=dict, help_text="what the words need: amounts, days, codes; no names")
    made_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "kind", "subject"), name="notices_told_once"),
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="notices_kind"),
        )
        indexes = (models.Index(fields=("person", "-id"), name="notices_of_person"),)


class Channel(models.TextChoices):
    SMS = "sms", "SMS"
    WHATSAPP = "whatsapp", "WhatsApp"
    NONE = "none", "None"


class Preference(models.Model):
    """How she wants to be told beside the page; without a row by SMS."""

    person = models.OneToOneField("sellers_registry.Person", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="notices_channel"),
        )


class PushDevice(models.Model):
    """A browser that takes push messages for one person (RFC 8030; keys of RFC 8291)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("sellers_registry.Person", on_delete=models.PROTECT, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True, help_text="pii: device")
    p256dh = models.CharField(max_length=100, help_text="pii: device (her browser's public key)")
    secret = models.BinaryField(help_text="pii: device (sealed)")
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(endpoint__startswith="https://"), name="notices_push_https"),
        )
        indexes = (models.Index(fields=("person",), name="notices_push_of_person"),)
