from django.db import models

from jkrlm.kernel.clock import now


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
