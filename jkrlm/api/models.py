from django.conf import settings
from django.db import models
from django.db.models import Q


class Act(models.Model):
    """
    A write that was done for a key, so that the same request again does nothing and is answered the same.

    ``digest`` is of what was asked: another request with the same key is refused. ``ref`` names what came of
    it; it is read anew for the answer.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    ref = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "key"), name="api_act_once"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="api_act_digest"),
        )


class FairEvent(models.Model):
    """
    Something that happened at an exhibition, told to whoever asks. ``message`` is its number in the outbox:
    delivered twice, it is one. ``facts`` are texts by name.
    """

    message = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=40)
    exhibition = models.CharField(max_length=40)
    facts = models.JSONField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(exhibition=""), name="api_event_of_exhibition"),)
        indexes = (models.Index(fields=("exhibition", "id"), name="api_event_order"),)
