"""Webhooks that do not reach us: absent, switched off, aimed elsewhere, or with deliveries that failed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from commerce.drift import Drift, DriftKind, Window
from commerce.facade import app_store
from commerce.plan import StepState
from commerce.saleor.documents import ask
from commerce.saleor.provision import webhook_steps

_REMEDY: Final = "manage.py saleor_provision puts it right"


def compare(window: Window) -> Iterator[Drift]:
    """
    Yield what is wrong with our webhooks; nothing is mended here: a person may have switched one off.

    Raises:
        StoreUnavailable, StoreRefused: from Saleor.
    """
    store = app_store()
    for step in webhook_steps(store, ask(store, "OurApp")["app"]["webhooks"] or ()):
        if step.state is not StepState.RIGHT:
            remedy = f" ({_REMEDY})" if step.do is not None else ""
            yield Drift(
                DriftKind.WEBHOOK, step.name, f"webhook {step.name}: {step.why or step.state}{remedy}"
            )
    for hook in ask(store, "AppDeliveries")["app"]["webhooks"] or ():
        failed = _newest(hook["failed"])
        if failed is not None and datetime.fromisoformat(failed["createdAt"]) >= window.since:
            name = hook["identifier"] or hook["name"]
            sentence = f"webhook {name}: a delivery of {failed['createdAt']} failed for good: {_why(failed)}"
            yield Drift(DriftKind.WEBHOOK, name, sentence, mended=False)


def _newest(connection: dict[str, Any]) -> dict[str, Any] | None:
    edges = connection["edges"]
    node: dict[str, Any] | None = edges[0]["node"] if edges else None
    return node


def _why(delivery: dict[str, Any]) -> str:
    attempts = delivery["attempts"]["edges"] if delivery.get("attempts") else []
    if not attempts:
        return "no attempt is known"
    last = attempts[0]["node"]
    return f"status {last['responseStatusCode']}: {str(last['response'])[:200]}"
