"""Whether Saleor and our app can work together: each check says what it found and how to mend it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from commerce.client.client import Store
from commerce.errors import StoreMisconfigured, StoreRefused, StoreUnavailable
from commerce.identity import store_name
from commerce.models import StoreIdentity
from commerce.permissions import APP_PERMISSIONS
from commerce.plan import Check, CheckState
from commerce.saleor.documents import ask
from commerce.selling import CHANNELS, COUNTRY

OLDEST: Final = (3, 23)
#: The newest line of Saleor that this shop was run on.
NEWEST_TRIED: Final = (3, 24)
#: Failed deliveries older than this are history.
RECENT: Final = timedelta(hours=24)
#: An event that waits longer has no worker to send it.
WAITS_TOO_LONG: Final = timedelta(minutes=10)


def store_checks(store: Store, *, now: datetime) -> list[Check]:
    """Return the checks of the store's side: database, version, app, permissions, deliveries, taxes."""
    checks = [database_check()]
    try:
        version = version_check(str(ask(store, "SaleorVersion")["shop"]["version"]))
        checks.append(version)
        if version.state is CheckState.MISSING:
            return checks
        app = ask(store, "OurApp")["app"]
        checks += app_checks(app)
        if app:
            checks.append(delivery_check(ask(store, "AppDeliveries")["app"]["webhooks"] or (), now=now))
        channels = ask(store, "TaxExceptions")["channels"] or ()
        checks.append(tax_check(channels))
    except StoreMisconfigured as fault:
        checks.append(Check("Saleor", CheckState.MISSING, fault.message, f"see docs/saleor.md; {_address()}"))
    except StoreUnavailable as fault:
        mend = f"start Saleor, or mend SALEOR_API_URL; {_address()}"
        checks.append(Check("Saleor", CheckState.MISSING, fault.message, mend))
    except StoreRefused as refusal:
        checks.append(
            Check("Saleor", CheckState.MISSING, f"it refused: {refusal.message}", "see permissions below")
        )
    return checks


def _address() -> str:
    return f"we ask {settings.SALEOR_API_URL}"


def database_check() -> Check:
    """The database keeps ids of one store; with another they would point at strangers' orders."""
    row = StoreIdentity.objects.first()
    if row is None:
        return Check(
            "database",
            CheckState.MISSING,
            "it belongs to no store yet",
            "call manage.py migrate, which binds it",
        )
    if row.issuer != store_name():
        mend = "use that store's SALEOR_API_URL, or another DATABASE_URL for this one"
        return Check("database", CheckState.MISSING, f"it belongs to the store {row.issuer}", mend)
    return Check("database", CheckState.OK, f"it belongs to {row.issuer}")


def version_check(version: str) -> Check:
    """Return whether our documents are known to fit this version."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers < OLDEST:
        mend = f"upgrade Saleor to {_dotted(OLDEST)} or later"
        return Check("Saleor", CheckState.MISSING, f"version {version} is too old", mend)
    if numbers > NEWEST_TRIED:
        mend = f"run make test-saleor against it first; tried up to {_dotted(NEWEST_TRIED)}"
        return Check("Saleor", CheckState.LOOK, f"version {version} is newer than what we have tried", mend)
    return Check("Saleor", CheckState.OK, f"version {version}")


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(str(number) for number in numbers)


def app_checks(app: Mapping[str, Any] | None) -> Iterator[Check]:
    """Yield what is to be said of our app: who it is, whether it may work, and what it may do."""
    if not app:
        mend = "install our app from /saleor/manifest.json (dashboard: Extensions), or set SALEOR_APP_TOKEN"
        yield Check("app", CheckState.MISSING, "Saleor knows no app by our token", mend)
        return
    if app["identifier"] != settings.APP_IDENTIFIER:
        yield Check(
            "app",
            CheckState.MISSING,
            f"the token belongs to {app['identifier'] or app['name'] or app['id']}",
            f"payments and taxes are asked of the identifier {settings.APP_IDENTIFIER}, which an app gets "
            "from our manifest: install it from /saleor/manifest.json and use that token",
        )
    elif not app["isActive"]:
        yield Check(
            "app", CheckState.MISSING, "it is switched off", "dashboard: Extensions › Umeed › activate"
        )
    elif app["breakerState"] != "CLOSED":
        found = f"Saleor's circuit breaker is {app['breakerState']}: it does not ask us now"
        mend = "see why our answers failed (our log, Saleor's log); it closes by itself"
        yield Check("app", CheckState.LOOK, found, mend)
    else:
        yield Check("app", CheckState.OK, f"{app['identifier']}, active")
    missing = sorted(APP_PERMISSIONS - {entry["code"] for entry in app["permissions"] or ()})
    if missing:
        mend = "dashboard: Extensions › Umeed › Permissions › Edit, tick them, save"
        yield Check("permissions", CheckState.MISSING, f"without {', '.join(missing)}", mend)
    else:
        yield Check("permissions", CheckState.OK, f"all {len(APP_PERMISSIONS)}")


def delivery_check(hooks: Iterable[Mapping[str, Any]], *, now: datetime) -> Check:
    """Return whether events of the last day reached us; Saleor keeps what failed and what still waits."""
    failed: list[str] = []
    waiting: list[str] = []
    for hook in hooks:
        name = hook["identifier"] or hook["name"] or "(unnamed)"
        for node in _nodes(hook["failed"]):
            if now - datetime.fromisoformat(node["createdAt"]) < RECENT:
                failed.append(f"{name} ({_why(node)})")
        for node in _nodes(hook["pending"]):
            if now - datetime.fromisoformat(node["createdAt"]) > WAITS_TOO_LONG:
                waiting.append(f"{name} since {node['createdAt'][:16]}")
    if failed:
        found = f"failed for good in the last day: {'; '.join(failed)}"
        mend = "mend the reason, then manage.py saleor_reconcile"
        return Check("deliveries", CheckState.LOOK, found, mend)
    if waiting:
        found = f"still waiting: {'; '.join(waiting)}"
        return Check(
            "deliveries", CheckState.LOOK, found, "is Saleor's worker (celery) running, with its broker?"
        )
    return Check("deliveries", CheckState.OK, "none failed in the last day, none waits")


def _nodes(connection: Mapping[str, Any] | None) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]] if connection else []


def _why(delivery: Mapping[str, Any]) -> str:
    attempt: Mapping[str, Any] = next(iter(_nodes(delivery["attempts"])), {})
    status = attempt.get("responseStatusCode")
    said = " ".join(str(attempt.get("response") or "no answer").split())
    return f"status {status}: {said[:80]}" if status else said[:80]


def tax_check(channels: Iterable[Mapping[str, Any]]) -> Check:
    """Return whether a country has a rule of its own that goes before the channel's."""
    own = [
        f"{channel['slug']}: {entry['country']['code']}"
        for channel in channels
        for entry in channel["taxConfiguration"]["countries"]
        if channel["slug"] in CHANNELS
        and entry["country"]["code"] == COUNTRY
        and (entry["taxCalculationStrategy"], entry["taxAppId"]) != ("TAX_APP", settings.APP_IDENTIFIER)
    ]
    if own:
        mend = "dashboard: Taxes › Channels › remove the exception for India"
        return Check(
            "taxes by country", CheckState.MISSING, f"an exception ({', '.join(own)}) passes us by", mend
        )
    return Check("taxes by country", CheckState.OK, "India has no rule of its own")
