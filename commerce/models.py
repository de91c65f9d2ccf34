from django.db import models

from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import StoreIdField


class StoreIdentity(models.Model):
    """
    Which store this database belongs to; one row.

    Rooms keep ids of the store. With another store behind the same database they
    would point at strangers' orders, so another store is refused.
    """

    only = models.BooleanField(primary_key=True, default=True)
    issuer = models.CharField(max_length=300)
    bound_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(only=True), name="commerce_one_store_identity"),
        )


class SigningKeys(models.Model):
    """The public keys that the store signs its webhooks with, as it last published them."""

    issuer = models.CharField(max_length=300, primary_key=True)
    keys = models.JSONField(default=list, help_text="JWKs (RFC 7517), public parts only")
    fetched_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(help_text="the last try, which counts whether it was answered or not")


class AppToken(models.Model):
    """
    Our app's token, as the store handed it over at the installation; one row.

    Sealed by ``jkrlm.kernel.secrets``: a dump of the database gives nobody the store.
    """

    only = models.BooleanField(primary_key=True, default=True)
    issuer = models.CharField(max_length=300)
    app_id = StoreIdField()
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(only=True), name="commerce_one_app_token"),)


class RememberedAnswer(models.Model):
    """The last good answer to a public question, shown while Saleor is away; holds nothing personal."""

    digest = models.CharField(
        max_length=64, primary_key=True, help_text="SHA-256 of the document and its variables"
    )
    operation = models.CharField(max_length=80)
    data = models.JSONField()
    fetched_at = models.DateTimeField(db_index=True)


class StoreContact(models.Model):
    """
    When the store last answered any process of ours, and when it last did not; one row, seconds old at most.

    It is away while its last failure is younger than its last answer.
    """

    only = models.BooleanField(primary_key=True, default=True)
    answered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    away_since = models.DateTimeField(null=True, help_text="the first failure since its last answer")
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(only=True), name="commerce_one_store_contact"),
        )


class ReconcileRun(models.Model):
    """One comparison of the store with our rooms; the next begins where the last ``complete`` one ended."""

    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    since = models.DateTimeField(help_text="changes of the store from here …")
    until = models.DateTimeField(help_text="… to here were compared")
    dry_run = models.BooleanField(default=False)
    thorough = models.BooleanField(default=False)
    complete = models.BooleanField(default=False, help_text="no change up to ``until`` is left to compare")
    found = models.PositiveIntegerField(default=0)
    mended = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True, help_text="what could not be compared, and why")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(found=models.F("mended") + models.F("left")),
                name="commerce_reconcile_sums",
            ),
        )

    def __str__(self) -> str:
        return f"reconcile of {self.started_at}: {self.found} found, {self.mended} mended, {self.left} left"


class StoreDrift(models.Model):
    """One difference that a comparison found."""

    run = models.ForeignKey(ReconcileRun, on_delete=models.CASCADE, related_name="drifts")
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=255)
    sentence = models.TextField()
    mended = models.BooleanField()

    def __str__(self) -> str:
        return self.sentence


class MoveState(models.TextChoices):
    """``TAKEN`` is out of the one warehouse and not yet in the other."""

    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    REFUSED = "refused"


class StockMove(models.Model):
    """
    So many of a variant out of one warehouse of the store into another, by their slugs; an empty one is
    nowhere: what was lost goes there, what was made comes from there. ``id`` is its place in the queue of its
    variant.

    ``out_before`` and ``in_before`` say what stood there before a write that may have been cut off;
    below nought where a till sold more than was counted.
    """

    move_id = models.CharField(
        max_length=120, unique=True, help_text="who asks makes it: asked twice, it is one"
    )
    variant_id = StoreIdField()
    out_of = models.CharField(max_length=80, blank=True)
    into = models.CharField(max_length=80, blank=True)
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=MoveState.choices, default=MoveState.WAITING)
    out_before = models.IntegerField(null=True)
    in_before = models.IntegerField(null=True)
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(
        max_length=300, blank=True, help_text="why the last try failed, or was refused"
    )
    doubt = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=MoveState.values, quantity__gt=0), name="commerce_move_values"
            ),
            models.CheckConstraint(
                condition=~models.Q(out_of=models.F("into")), name="commerce_move_goes_somewhere"
            ),
        )
        indexes = (
            models.Index(
                fields=("variant_id", "id"),
                condition=models.Q(state__in=(MoveState.WAITING, MoveState.TAKEN)),
                name="commerce_moves_open",
            ),
        )

    def __str__(self) -> str:
        return self.move_id
