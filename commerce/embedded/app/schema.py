"""GraphQL: apps of third parties, their tokens and installations."""

from typing import Any

from commerce.embedded.account.models import App, AppToken
from commerce.embedded.account.permissions import displayed
from commerce.embedded.account.services.apps import app_by_token, create_app_token
from commerce.embedded.app.models import AppInstallation, AppProfile
from commerce.embedded.app.services import install, manage
from commerce.embedded.app.services.manifest import fetch_manifest
from commerce.embedded.engine.connections import Connection, connection
from commerce.embedded.engine.ids import found, pk_of
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.webhook.models import Webhook
from commerce.embedded.webhook.schema import may_see
from jkrlm.kernel.clock import now

_MANAGE = "MANAGE_APPS"
_ORDERS = {"NAME": ("name", "id"), "CREATION_DATE": ("created_at", "id")}
Payload = dict[str, Any]


@resolver("Query", "app", permission="AUTHENTICATED_APP|AUTHENTICATED_STAFF_USER|MANAGE_APPS")
def app(info: Info, id: str | None = None) -> App | None:
    """Without an id: the app that asks."""
    own = info.context.app
    if id is None:
        return own if isinstance(own, App) else None
    if not (isinstance(own, App) and pk_of(id, "App") == own.pk):
        info.context.require(_MANAGE)
    return App.objects.filter(pk=pk_of(id, "App")).first()


@resolver("Query", "apps", permission=_MANAGE)
def apps(
    info: Info, filter: Payload | None = None, sort_by: Payload | None = None, **page: Any
) -> Connection:
    rows, wanted = App.objects.all(), filter or {}
    if wanted.get("search"):
        rows = rows.filter(name__icontains=wanted["search"])
    if wanted.get("is_active") is not None:
        rows = rows.filter(is_active=wanted["is_active"])
    if wanted.get("type"):
        rows = rows.filter(profile__isnull=wanted["type"] == "LOCAL")
    order: tuple[str, ...] = _ORDERS[(sort_by or {}).get("field") or "NAME"]
    if (sort_by or {}).get("direction") == "DESC":
        order = tuple(f"-{name}" for name in order)
    return connection(rows, page, order=order, name="apps")


@resolver("Query", "appsInstallations", permission=_MANAGE)
def installations(info: Info) -> list[AppInstallation]:
    return list(AppInstallation.objects.order_by("id"))


@mutation("appCreate", errors="AppError", permission=_MANAGE)
def app_create(info: Info, input: Payload) -> Payload:
    made, token = manage.create_local_app(given=input, caller=info.context, now=now())
    return {"app": made, "auth_token": token}


@mutation("appUpdate", errors="AppError", permission=_MANAGE)
def app_update(info: Info, id: str, input: Payload) -> Payload:
    return {"app": manage.update_app(app=found(App, id), given=input, caller=info.context)}


@mutation("appDelete", errors="AppError", permission=_MANAGE)
def app_delete(info: Info, id: str) -> Payload:
    return {"app": manage.delete_app(app=found(App, id), caller=info.context)}


@mutation("appActivate", errors="AppError", permission=_MANAGE)
def app_activate(info: Info, id: str) -> Payload:
    return {"app": manage.set_active(app=found(App, id), active=True, caller=info.context)}


@mutation("appDeactivate", errors="AppError", permission=_MANAGE)
def app_deactivate(info: Info, id: str) -> Payload:
    return {"app": manage.set_active(app=found(App, id), active=False, caller=info.context)}


@mutation("appTokenCreate", errors="AppError", permission=_MANAGE)
def app_token_create(info: Info, input: Payload) -> Payload:
    owner = found(App, input["app"], field="app")
    manage.refuse_foreign(owner, info.context)
    token = create_app_token(app=owner, now=now(), name=(input.get("name") or "")[:128])
    return {"auth_token": token, "app_token": owner.tokens.order_by("-id").first()}


@mutation("appTokenDelete", errors="AppError", permission=_MANAGE)
def app_token_delete(info: Info, id: str) -> Payload:
    return {"app_token": manage.delete_token(token=found(AppToken, id), caller=info.context)}


@mutation("appTokenVerify", errors="AppError")
def app_token_verify(info: Info, token: str) -> Payload:
    holder = app_by_token(token)
    return {"valid": holder is not None and holder.is_active}


@mutation("appFetchManifest", errors="AppError", permission=_MANAGE)
def app_fetch_manifest(info: Info, manifest_url: str) -> Payload:
    return {"manifest": fetch_manifest(manifest_url)}


@mutation("appInstall", errors="AppError", permission=_MANAGE)
def app_install(info: Info, input: Payload) -> Payload:
    return {"app_installation": install.ask_to_install(given=input, caller=info.context, now=now())}


@mutation("appRetryInstall", errors="AppError", permission=_MANAGE)
def app_retry_install(info: Info, id: str, activate_after_installation: bool = True) -> Payload:
    row = found(AppInstallation, id)
    return {
        "app_installation": install.ask_again(
            installation=row, activate=activate_after_installation, now=now()
        )
    }


@mutation("appDeleteFailedInstallation", errors="AppError", permission=_MANAGE)
def app_delete_failed_installation(info: Info, id: str) -> Payload:
    return {"app_installation": install.forget_failed(installation=found(AppInstallation, id))}


# What an app shows.


def _profiles(rows: list[App]) -> dict[int, AppProfile]:
    return {profile.app_id: profile for profile in AppProfile.objects.filter(app__in=rows)}


def _profile(source: App) -> AppProfile | None:
    profile: AppProfile | None = load(source, "profile", _profiles)
    return profile


@resolver("App", "type")
def app_type(source: App, info: Info) -> str:
    return "THIRDPARTY" if _profile(source) else "LOCAL"


@resolver("App", "created")
def app_created(source: App, info: Info) -> Any:
    return source.created_at


@resolver("App", "permissions")
def app_permissions(source: App, info: Info) -> list[dict[str, str]]:
    return displayed(frozenset(source.permissions))


def _said(field: str, attribute: str) -> None:
    @resolver("App", field)
    def said(source: App, info: Info) -> str | None:
        profile = _profile(source)
        return getattr(profile, attribute) or None if profile else None


for _field, _attribute in (
    ("aboutApp", "about"),
    ("appUrl", "app_url"),
    ("author", "author"),
    ("dataPrivacyUrl", "data_privacy_url"),
    ("homepageUrl", "homepage_url"),
    ("manifestUrl", "manifest_url"),
    ("supportUrl", "support_url"),
    ("version", "version"),
):
    _said(_field, _attribute)


@resolver("App", "tokens")
def app_tokens(source: App, info: Info) -> list[AppToken]:
    may_see(info, source.pk)
    return load(source, "tokens", _tokens) or []


def _tokens(rows: list[App]) -> dict[int, list[AppToken]]:
    found_rows: dict[int, list[AppToken]] = {row.pk: [] for row in rows}
    for token in AppToken.objects.filter(app__in=rows).order_by("id"):
        found_rows[token.app_id].append(token)
    return found_rows


@resolver("AppToken", "authToken")
def token_shown(source: AppToken, info: Info) -> str:
    """Its last four characters: the rest is not known here."""
    return source.last_4


@resolver("App", "webhooks")
def app_webhooks(source: App, info: Info) -> list[Webhook]:
    may_see(info, source.pk)
    return load(source, "webhooks", _webhooks) or []


def _webhooks(rows: list[App]) -> dict[int, list[Webhook]]:
    found_rows: dict[int, list[Webhook]] = {row.pk: [] for row in rows}
    for webhook in Webhook.objects.filter(app__in=rows).order_by("id"):
        found_rows[webhook.app_id].append(webhook)
    return found_rows


@resolver("Manifest", "permissions")
def manifest_permissions(source: Payload, info: Info) -> list[dict[str, str]]:
    return displayed(frozenset(source["permissions"]))
