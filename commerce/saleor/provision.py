"""The plan's steps for what only a Saleor over HTTP has: our webhooks, and the shop's settings."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from graphql import GraphQLError, parse, print_ast

from commerce.client.client import Store
from commerce.plan import Step, StepState, differences
from commerce.saleor.documents import ask, change
from commerce.saleor.manifest import Subscription, subscriptions

#: Setting of the shop -> (in words, what our decisions need).
SHOP: Final = {
    "fulfillmentAllowUnpaid": ("fulfilment of orders that are not paid yet", True),
    "fulfillmentAutoApprove": ("approval of fulfilments without a person", True),
    "trackInventoryByDefault": ("tracking of stock for new variants", True),
}


def app_steps(store: Store) -> list[Step]:
    """Return the steps in order: webhooks first, for a tax app is one that has webhooks for taxes."""
    app = ask(store, "OurApp")["app"]
    return [*webhook_steps(store, app["webhooks"] or ()), shop_step(store)]


def webhook_steps(store: Store, present: Any) -> list[Step]:
    """
    Return a step for each webhook of ours.

    One is known by its identifier; one from an installation that gave none, by its event and address.
    What else the app has is left alone: it is reported where it still sends to one of our addresses.
    """
    wanted = subscriptions()
    left = {hook["id"]: hook for hook in present}
    steps: list[Step] = []
    for subscription in wanted:
        hook = _matching(subscription, left.values())
        if hook is not None:
            del left[hook["id"]]
        steps.append(_webhook_step(store, subscription, hook))
    addresses = {subscription.target_url for subscription in wanted}
    steps += [
        Step(
            "webhook",
            hook["name"] or hook["id"],
            StepState.LOOK,
            f"a second webhook to {hook['targetUrl']}: delete it, or each event comes twice",
        )
        for hook in left.values()
        if hook["isActive"] and hook["targetUrl"] in addresses
    ]
    return steps


def _matching(subscription: Subscription, hooks: Any) -> Mapping[str, Any] | None:
    for hook in hooks:
        if hook["identifier"] == subscription.identifier:
            found: Mapping[str, Any] = hook
            return found
    for hook in hooks:
        if not hook["identifier"] and events_of(hook) == {subscription.event}:
            unnamed: Mapping[str, Any] = hook
            return unnamed
    return None


def _webhook_step(store: Store, subscription: Subscription, hook: Mapping[str, Any] | None) -> Step:
    name = subscription.identifier
    wanted: dict[str, Any] = {
        "identifier": subscription.identifier,
        "targetUrl": subscription.target_url,
        "query": subscription.query,
        "syncEvents" if subscription.is_synchronous else "asyncEvents": [subscription.event],
        "isActive": True,
    }
    if hook is None:
        make = _writing(store, "WebhookCreate", input={"name": subscription.name, **wanted})
        return Step("webhook", name, StepState.MAKE, f"to {subscription.target_url}", make)
    why = webhook_differences(subscription, hook)
    if not why:
        return Step("webhook", name, StepState.RIGHT)
    return Step(
        "webhook",
        name,
        StepState.CHANGE,
        "; ".join(why),
        _writing(store, "WebhookUpdate", id=hook["id"], input=wanted),
    )


def webhook_differences(subscription: Subscription, hook: Mapping[str, Any]) -> list[str]:
    """Return in words how a webhook in Saleor differs from the one that we need; its name is free."""
    return [
        *([] if hook["isActive"] else ["it is switched off"]),
        *differences(
            (
                ("its address", hook["targetUrl"], subscription.target_url),
                ("its identifier", hook["identifier"], subscription.identifier),
            )
        ),
        *([] if events_of(hook) == {subscription.event} else ["it is for other events"]),
        *(
            []
            if _same_document(hook["subscriptionQuery"], subscription.query)
            else ["its document is an old one"]
        ),
    ]


def events_of(hook: Mapping[str, Any]) -> set[str]:
    """Return the events of a webhook, of both kinds."""
    return {event["eventType"] for event in (*hook["asyncEvents"], *hook["syncEvents"])}


def _same_document(found: str | None, wanted: str) -> bool:
    """Return whether two documents ask the same, however they are written."""
    try:
        return print_ast(parse(found or "")) == print_ast(parse(wanted))
    except GraphQLError:
        return False


def shop_step(store: Store) -> Step:
    """Return the step for the settings that our decisions need; reserving stock is the staff's choice."""
    shop = ask(store, "ShopSettings")["shop"]
    why = differences((words, shop[name], wanted) for name, (words, wanted) in SHOP.items())
    if why:
        needed = {name: wanted for name, (_, wanted) in SHOP.items() if shop[name] != wanted}
        mend = _writing(store, "ShopSettingsUpdate", input=needed)
        return Step("shop", "settings", StepState.CHANGE, "; ".join(why), mend)
    if not shop["allowStorefrontTraffic"]:
        closed = "it answers staff and apps only, so no page of ours shows goods: allow storefront traffic"
        return Step("shop", "settings", StepState.BLOCKED, closed)
    return Step("shop", "settings", StepState.RIGHT)


def _writing(store: Store, operation: str, **variables: Any) -> Callable[[], None]:
    return lambda: change(store, operation, **variables)
