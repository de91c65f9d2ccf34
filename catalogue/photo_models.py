"""What is known of each photograph of goods, and who said yes to being in it. No workflow here."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from catalogue.listing_models import Listing
from catalogue.photo_rules import Means, People, Problem, Shows
from jkrlm.kernel.ids import StoreIdField

_KEY = "^[0-9a-f]{64}$"


class ListingPhoto(models.Model):
    """
    One photograph of goods. It is known by the picture as it came (``original_key``), so that words and
    consents stay with it however it is edited; ``shown_key`` is what the listing names, an edit or the same.

    ``place`` is where it stands among the goods' photographs, null once it is taken out of them. ``waits``
    are the problems that nobody mended or accepted. ``media_id`` is the store's, ``carried_key`` what lies
    there; ``media_before`` and ``media_old`` say what a write that is under way began with, and
    ``under_way_key`` which picture it carries.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="photos")
    original_key = models.CharField(max_length=64)
    shown_key = models.CharField(max_length=64)
    place = models.PositiveSmallIntegerField(null=True)
    alt_en = models.CharField(max_length=250, blank=True)
    alt_hi = models.CharField(max_length=250, blank=True)
    alt_ur = models.CharField(max_length=250, blank=True)
    shows = models.CharField(max_length=12, choices=Shows.choices, blank=True)
    people = models.CharField(max_length=8, choices=People.choices, blank=True)
    hidden = models.BooleanField(default=False, help_text="somebody is in it who has not said yes")
    light = models.PositiveSmallIntegerField(null=True, help_text="media's, of what is shown")
    sharp = models.PositiveSmallIntegerField(null=True, help_text="media's, of what is shown")
    alike_key = models.CharField(max_length=64, blank=True, help_text="a photograph of other goods like it")
    accepted = ArrayField(models.CharField(max_length=12), default=list)
    waits = ArrayField(models.CharField(max_length=12), default=list)
    version = models.PositiveIntegerField(default=1)
    media_id = StoreIdField(blank=True)
    carried_key = models.CharField(max_length=64, blank=True)
    media_before = ArrayField(StoreIdField(), null=True)
    media_old = StoreIdField(blank=True)
    under_way_key = models.CharField(max_length=64, blank=True, db_default="")
    came_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "original_key"], name="catalogue_photo_once"),
            models.UniqueConstraint(
                fields=["listing", "place"],
                name="catalogue_photo_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(original_key__regex=_KEY, shown_key__regex=_KEY), name="catalogue_photo_keys"
            ),
            models.CheckConstraint(
                condition=Q(shows__in=["", *Shows.values], people__in=["", *People.values]),
                name="catalogue_photo_said",
            ),
            models.CheckConstraint(
                condition=Q(waits__contained_by=Problem.values, accepted__contained_by=Problem.values),
                name="catalogue_photo_problems",
            ),
            models.CheckConstraint(
                condition=Q(hidden=False) | Q(people=People.SOMEBODY), name="catalogue_photo_hidden_why"
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False) | Q(waits__len=0), name="catalogue_photo_gone_waits_not"
            ),
        ]
        indexes = [
            GinIndex(fields=["waits"], name="catalogue_photo_waits"),
            models.Index(fields=["original_key"], name="catalogue_photo_original"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}/{self.place} {self.original_key[:12]}"


class PhotoConsent(models.Model):
    """
    One person's yes to being seen in a photograph. Withdrawn, never rewritten (a trigger): what was
    shown under it names it. Once it is withdrawn its names and words may be erased; that there was a yes,
    by what, and on which days, stays.
    """

    key = models.CharField(max_length=64, unique=True, help_text="made with the form: sent twice, kept once")
    photo = models.ForeignKey(ListingPhoto, on_delete=models.PROTECT, related_name="consents")
    who = models.CharField(max_length=120, help_text="pii: name (whose face, or whose picture it is)")
    said_by = models.CharField(max_length=120, help_text="pii: name (who said yes; herself, or a parent)")
    contact = models.CharField(
        max_length=254,
        blank=True,
        db_default="",
        help_text="pii: contact (small letters, or E.164): by it her account finds her yes",
    )
    means = models.CharField(max_length=8, choices=Means.choices)
    evidence = models.CharField(max_length=200, help_text="pii: which paper or recording, and where it lies")
    given_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_words = models.CharField(max_length=300, blank=True, help_text="pii: why, in words")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["contact"], condition=~Q(contact=""), name="catalogue_consent_contact")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "who"],
                condition=Q(withdrawn_at__isnull=True),
                name="catalogue_consent_once",
            ),
            models.CheckConstraint(condition=Q(means__in=Means.values), name="catalogue_consent_means"),
            models.CheckConstraint(
                condition=~Q(who="") & ~Q(said_by="") & ~Q(evidence=""), name="catalogue_consent_whole"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="catalogue_consent_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.given_on}"
