"""What a manifest said of an app, and installations that are under way or have failed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from commerce.embedded.account.models import App


class AppProfile(models.Model):
    """Who an installed app says it is. Apps that were made by hand have none."""

    app = models.OneToOneField(App, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    manifest_url = models.CharField(max_length=255)
    version = models.CharField(max_length=60, blank=True)
    about = models.TextField(blank=True)
    author = models.CharField(max_length=60, blank=True)
    app_url = models.CharField(max_length=255, blank=True)
    homepage_url = models.CharField(max_length=255, blank=True)
    support_url = models.CharField(max_length=255, blank=True)
    data_privacy_url = models.CharField(max_length=255, blank=True)

    class Meta:
        app_label = "store_app"

    def __str__(self) -> str:
        return self.manifest_url


class InstallationStatus(models.TextChoices):
    PENDING = "PENDING"
    FAILED = "FAILED"


class AppInstallation(models.Model):
    """An installation that is not done: the one that is becomes an App and leaves no row."""

    app_name = models.CharField(max_length=60)
    manifest_url = models.CharField(max_length=255)
    permissions = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    activate = models.BooleanField(default=True)
    status = models.CharField(
        max_length=8, choices=InstallationStatus.choices, default=InstallationStatus.PENDING.value
    )
    message = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 - null in the contract
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "store_app"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=InstallationStatus.values), name="store_installation_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.app_name
