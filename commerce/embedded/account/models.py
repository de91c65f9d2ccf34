"""Who calls the store (apps), who buys (users), and where they live (addresses)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from commerce.embedded.engine.models import WithMetadata


class App(WithMetadata):
    """A program that works with the store by token; its identifier is also its payment gateway's id."""

    identifier = models.CharField(max_length=256, unique=True)
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    permissions = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, help_text="Names as in MANAGE_PRODUCTS."
    )
    created_at = models.DateTimeField()

    class Meta:
        app_label = "store_account"

    def __str__(self) -> str:
        return self.identifier


class AppToken(models.Model):
    """One way in for an app. Only the hash is kept: a stolen database opens no door."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=128, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256, hexadecimal.")
    last_4 = models.CharField(max_length=4)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "store_account"

    def __str__(self) -> str:
        return f"{self.app_id}:{self.last_4}"


class Address(WithMetadata):
    """A postal address as it was given. Never changed: a new address is a new row."""

    first_name = models.CharField(max_length=256, blank=True, help_text="pii: name")
    last_name = models.CharField(max_length=256, blank=True, help_text="pii: name")
    company_name = models.CharField(max_length=256, blank=True, help_text="pii: name")
    street_address_1 = models.CharField(max_length=256, blank=True, help_text="pii: address")
    street_address_2 = models.CharField(max_length=256, blank=True, help_text="pii: address")
    city = models.CharField(max_length=256, blank=True, help_text="pii: address")
    city_area = models.CharField(max_length=128, blank=True, help_text="pii: address")
    postal_code = models.CharField(max_length=20, blank=True, help_text="pii: address")
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    country_area = models.CharField(max_length=128, blank=True, help_text="pii: address")
    phone = models.CharField(max_length=20, blank=True, help_text="pii: telephone number, E.164")

    class Meta:
        app_label = "store_account"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(country__regex=r"^[A-Z]{2}$"), name="address_country_iso3166"
            ),
        ]

    def __str__(self) -> str:
        return f"Address {self.pk}"


class User(WithMetadata):
    """A customer of the store, or a member of its staff. Sign-in is not the store's business."""

    email = models.EmailField(help_text="pii: e-mail address")
    first_name = models.CharField(max_length=256, blank=True, help_text="pii: name")
    last_name = models.CharField(max_length=256, blank=True, help_text="pii: name")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    permissions = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    addresses = models.ManyToManyField(Address, blank=True, related_name="+")
    external_reference = models.CharField(max_length=250, null=True, blank=True, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "store_account"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="store_user_email_unique"),
        ]

    def __str__(self) -> str:
        return f"User {self.pk}"
