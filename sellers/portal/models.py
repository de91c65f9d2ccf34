from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User


class Means(models.TextChoices):
    """How a member said yes."""

    SIGNED = "signed", "Signed on paper"
    THUMB = "thumb", "Thumb print on paper"
    SPOKEN = "spoken", "Spoken, before a witness"
    PHONE = "phone", "On her own phone"


class Mandate(models.Model):
    """
    One member's yes that one helper acts for her in one group, in the words that were read to her.

    Withdrawn, not deleted: what was done under it names it.
    """

    helper = models.ForeignKey("sellers_registry.Person", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("sellers_registry.Person", on_delete=models.PROTECT, related_name="+")
    group_code = models.CharField(max_length=16)
    words = models.TextField(help_text="the sentence that was read to her")
    language = models.CharField(max_length=8)
    means = models.CharField(max_length=8, choices=Means.choices)
    witness = models.CharField(max_length=120, blank=True, help_text="pii: name (who heard a spoken yes)")
    given_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("helper", "member", "group_code"),
                name="portal_mandate_once",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(condition=~Q(helper=F("member")), name="portal_mandate_two_people"),
            models.CheckConstraint(condition=Q(means__in=Means.values), name="portal_mandate_means"),
            models.CheckConstraint(condition=~Q(words=""), name="portal_mandate_words"),
            models.CheckConstraint(
                condition=~Q(means=Means.SPOKEN) | ~Q(witness=""), name="portal_mandate_spoken_is_heard"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__gte=F("given_at"), withdrawn_by__isnull=False),
                name="portal_mandate_withdrawn",
            ),
        )
        indexes = (models.Index(fields=("group_code",), name="portal_mandate_of_group"),)


class KeptFile(models.Model):
    """
    A photograph or a voice note that arrived before the goods it belongs to, under the phone's own ids.

    The same ``draft`` and ``name`` again are the same file: what was sent twice is kept once.
    """

    draft = models.UUIDField(help_text="the phone's id of the goods")
    name = models.UUIDField(help_text="the phone's id of the file")
    kind = models.CharField(
        max_length=5, choices=[("photo", "Photograph"), ("voice", "Voice note"), ("paper", "PDF")]
    )
    stored_key = models.CharField(max_length=64, help_text="media's")
    group_code = models.CharField(max_length=16)
    person_id = models.BigIntegerField(help_text="pii: whose it is, in the registry")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("draft", "name"), name="portal_kept_file_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("photo", "voice", "paper")), name="portal_kept_file_kind"
            ),
            models.CheckConstraint(
                condition=Q(stored_key__regex="^[0-9a-f]{64}$"), name="portal_kept_file_key"
            ),
        )
        indexes = (models.Index(fields=("kept_at",), name="portal_kept_file_age"),)
