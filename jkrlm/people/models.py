from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import StoreIdField


class Role(models.TextChoices):
    """Roles whose rooms exist; the others come with their rooms."""

    BUYER = "buyer", "Buyer"
    ADMINISTRATOR = "admin", "Administrator"


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. A buyer without an account is not here."""

    email = models.EmailField(unique=True, help_text="pii: contact")
    name = models.CharField(max_length=200, help_text="pii: name")
    phone = models.CharField(max_length=20, blank=True, help_text="pii: contact")
    is_active = models.BooleanField(default=True)
    customer_id = StoreIdField(blank=True)
    created_at = models.DateTimeField(default=now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="people_user_email_once"),)

    def __str__(self) -> str:
        return self.email


class RoleGrant(models.Model):
    """One role held by one person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=32, choices=Role.choices)
    granted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "role"), name="people_role_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="people_role_known"),
        )


class AuditEntry(models.Model):
    """What a member of staff or a seller did. Rows are added, never changed."""

    at = models.DateTimeField(default=now, db_index=True)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    on_behalf_of = models.CharField(max_length=200, blank=True, help_text="pii: name")
    verb = models.CharField(max_length=64)
    target = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)


class Attempts(models.Model):
    """How often something was tried since a window began. The key is a keyed hash: no address is kept."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)
