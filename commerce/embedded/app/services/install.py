"""Installing an app from its manifest: asked for at once, done by a task."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from commerce.embedded.account.models import App
from commerce.embedded.account.services.apps import create_app_token
from commerce.embedded.app.models import AppInstallation, AppProfile, InstallationStatus
from commerce.embedded.app.services.manage import checked_permissions
from commerce.embedded.app.services.manifest import fetch_manifest
from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.webhook.deliver import sender_headers
from commerce.embedded.webhook.manage import checked_url, install_webhooks
from commerce.embedded.webhook.posting import VERSION, call

logger = logging.getLogger(__name__)


def ask_to_install(*, given: Mapping[str, Any], caller: Caller, now: datetime) -> AppInstallation:
    """
    Write down the wish; a task fetches the manifest and does it.

    Raises:
        Refusal: REQUIRED, INVALID_URL_FORMAT, OUT_OF_SCOPE_PERMISSION.
    """
    name = (given.get("app_name") or "").strip()
    if not name or len(name) > 60:
        raise Refusal("Name must have 1 to 60 characters.", code="REQUIRED", field="appName")
    checked_url(given["manifest_url"], field="manifestUrl", code="INVALID_URL_FORMAT")
    with transaction.atomic():
        row = AppInstallation.objects.create(
            app_name=name,
            manifest_url=given["manifest_url"],
            permissions=checked_permissions(given.get("permissions") or (), caller),
            activate=given.get("activate_after_installation") is not False,
            created_at=now,
            updated_at=now,
        )
        _defer(row)
    return row


def ask_again(*, installation: AppInstallation, activate: bool, now: datetime) -> AppInstallation:
    """
    Raises:
        Refusal: INVALID_STATUS unless it has failed.
    """
    with transaction.atomic():
        row = AppInstallation.objects.select_for_update().get(pk=installation.pk)
        _refuse_unless_failed(row)
        row.status, row.message = InstallationStatus.PENDING.value, None
        row.activate, row.updated_at = activate, now
        row.save()
        _defer(row)
    return row


def forget_failed(*, installation: AppInstallation) -> AppInstallation:
    """
    Raises:
        Refusal: INVALID_STATUS unless it has failed.
    """
    _refuse_unless_failed(installation)
    pk = installation.pk
    installation.delete()
    installation.pk = pk
    return installation


def _refuse_unless_failed(row: AppInstallation) -> None:
    if row.status != InstallationStatus.FAILED:
        raise Refusal("This installation has not failed.", code="INVALID_STATUS", field="id")


def _defer(row: AppInstallation) -> None:
    from commerce.embedded.app.tasks import install_app

    install_app.defer(installation_id=row.pk)


def install(*, installation_id: int, now: datetime) -> None:
    """Do it: fetch, make the app with its webhooks, hand it its token. Failing is kept with a sentence."""
    row = AppInstallation.objects.filter(pk=installation_id, status=InstallationStatus.PENDING).first()
    if row is None:
        return
    app: App | None = None
    try:
        manifest = fetch_manifest(row.manifest_url)
        app, token = _make(row, manifest, now)
        _hand_over(manifest["token_target_url"], token)
        _finish(row, app)
    except Refusal as refusal:
        if app is not None:
            app.delete()
        row.status, row.message = InstallationStatus.FAILED.value, str(refusal)[:255]
        row.updated_at = now
        row.save(update_fields=["status", "message", "updated_at"])
        logger.warning("app %s could not be installed: %s", row.app_name, refusal)


@transaction.atomic
def _make(row: AppInstallation, manifest: Mapping[str, Any], now: datetime) -> tuple[App, str]:
    """The app stays inactive until its token has been taken."""
    extra = sorted(set(manifest["permissions"]) - set(row.permissions))
    if extra:
        raise Refusal(
            f"The manifest asks for more than was granted: {', '.join(extra)}.",
            code="OUT_OF_SCOPE_PERMISSION",
            field="permissions",
        )
    if manifest["identifier"] == settings.APP_IDENTIFIER:
        raise Refusal("That is the store's own app.", code="UNIQUE", field="identifier")
    try:
        app = App.objects.create(
            identifier=manifest["identifier"],
            name=row.app_name,
            is_active=False,
            permissions=row.permissions,
            created_at=now,
        )
    except IntegrityError:
        raise Refusal(
            "App with this identifier is installed already.", code="UNIQUE", field="identifier"
        ) from None
    AppProfile.objects.create(
        app=app,
        manifest_url=row.manifest_url,
        version=manifest["version"],
        **{
            name: manifest[name] or ""
            for name in ("about", "author", "app_url", "homepage_url", "support_url", "data_privacy_url")
        },
    )
    install_webhooks(app=app, wanted=manifest["webhooks"])
    return app, create_app_token(app=app, now=now)


def _hand_over(url: str | None, token: str) -> None:
    """
    Raises:
        Refusal: the app did not take its token.
    """
    if not url:
        return
    headers = {"Content-Type": "application/json", "Saleor-Schema-Version": VERSION, **sender_headers()}
    answer = call("POST", url, headers=headers, body=json.dumps({"auth_token": token}).encode())
    if not answer.is_good:
        raise Refusal(
            "App internal error: it did not take its token.",
            code="MANIFEST_URL_CANT_CONNECT",
            field="tokenTargetUrl",
        )


@transaction.atomic
def _finish(row: AppInstallation, app: App) -> None:
    if row.activate:
        app.is_active = True
        app.save(update_fields=["is_active"])
    row.delete()
