"""Who calls the store (apps), who buys and who works there (users), and where they live (addresses)."""

import secrets
import string
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower, Upper

from commerce.embedded.account.permissions import PERMISSIONS
from commerce.embedded.engine.models import WithMetadata
from jkrlm.kernel.clock import now

_KEY_CHARACTERS: Final = string.ascii_letters + string.digits


def new_token_key() -> str:
    """Return what a user's tokens carry; a new one ends them all."""
    return "".join(secrets.choice(_KEY_CHARACTERS) for _ in range(12))


def _searched(*fields: str) -> list[OpClass]:
    """Return what a trigram index for a search by parts of these fields, capital or not, stands on."""
    return [OpClass(Upper(field), name="gin_trgm_ops") for field in fields]


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
    """
    A postal address: of a warehouse, or in the address book of one user.

    Checkouts and orders keep copies of their own, so a change here changes no order.
    """

    owner = models.ForeignKey(
        "store_account.User", on_delete=models.CASCADE, null=True, blank=True, related_name="addresses"
    )

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
        indexes: ClassVar = [
            GinIndex(
                *_searched("city", "postal_code", "phone", "first_name", "last_name", "company_name"),
                condition=models.Q(owner__isnull=False),
                name="store_address_searched",
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(country__regex=r"^[A-Z]{2}$"), name="address_country_iso3166"
            ),
            # What a user's default addresses point at, so that nobody's default is another's address.
            models.UniqueConstraint(fields=("owner", "id"), name="store_address_owner"),
        ]

    def __str__(self) -> str:
        return f"Address {self.pk}"


class SigningKey(models.Model):
    """
    The public half of a key that signs tokens and what third parties are sent; the private half is no row.

    A retired key still verifies until the last token that it signed has ended.
    """

    kid = models.CharField(max_length=43, unique=True, help_text="Thumbprint of RFC 7638.")
    public_jwk = models.JSONField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    compromised_at = models.DateTimeField(
        null=True, blank=True, help_text="Others may have it: nothing of it verifies any more."
    )

    class Meta:
        app_label = "store_account"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("retired_at",),
                condition=models.Q(retired_at__isnull=True),
                nulls_distinct=False,
                name="store_signing_key_one_in_use",
            ),
            models.CheckConstraint(
                condition=models.Q(compromised_at__isnull=True) | models.Q(retired_at__isnull=False),
                name="store_signing_key_compromised_retired",
            ),
        ]

    def __str__(self) -> str:
        return self.kid


class Group(models.Model):
    """A permission group: what its members may do."""

    name = models.CharField(max_length=150, unique=True)
    permissions = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, help_text="Names as in MANAGE_PRODUCTS."
    )

    class Meta:
        app_label = "store_account"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(permissions__contained_by=sorted(PERMISSIONS)),
                name="store_group_permissions_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class User(WithMetadata):
    """
    A customer of the store, or a member of its staff.

    Sign-in to our own pages is not this: that is ``jkrlm.people``. A user here signs in with tokens at
    ``/graphql/``, if he has a password at all.
    """

    email = models.EmailField(help_text="pii: e-mail address")
    first_name = models.CharField(max_length=256, blank=True, help_text="pii: name")
    last_name = models.CharField(max_length=256, blank=True, help_text="pii: name")
    password = models.CharField(
        max_length=128, default="!", help_text="A hash of Django's hashers; with ! in front nobody signs in."
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_confirmed = models.BooleanField(default=False, help_text="Has shown to receive mail at the address.")
    groups = models.ManyToManyField(Group, blank=True, related_name="users")
    note = models.TextField(blank=True, help_text="pii: what staff wrote about a person")
    language_code = models.CharField(max_length=10, default="EN")
    external_reference = models.CharField(max_length=250, null=True, blank=True, unique=True)
    default_shipping_address = models.ForeignKey(
        Address, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    default_billing_address = models.ForeignKey(
        Address, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    jwt_token_key = models.CharField(max_length=12, default=new_token_key)
    last_login = models.DateTimeField(null=True, blank=True)
    last_password_reset_request = models.DateTimeField(null=True, blank=True)
    date_joined = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        app_label = "store_account"
        indexes: ClassVar = [
            models.Index(fields=("date_joined", "id"), name="store_user_joined"),
            GinIndex(*_searched("email", "first_name", "last_name"), name="store_user_searched"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="store_user_email_unique"),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")) & ~models.Q(email=""), name="store_user_email_lower"
            ),
            models.CheckConstraint(
                condition=models.Q(jwt_token_key__regex=r"^[A-Za-z0-9]{12}$"),  # noqa: S106 - a pattern
                name="store_user_token_key",
            ),
            models.CheckConstraint(condition=~models.Q(password=""), name="store_user_password_hashed"),
        ]

    def __str__(self) -> str:
        return f"User {self.pk}"

    @property
    def has_usable_password(self) -> bool:
        return not self.password.startswith("!")
