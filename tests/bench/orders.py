"""A buyer of the bench: eight requests from an empty checkout to an order, paid on delivery."""

import threading
import time
import uuid
from dataclasses import dataclass
from typing import Any

import httpx

ADDRESS = {
    "firstName": "Aarif",
    "lastName": "Wani",
    "streetAddress1": "12 Residency Road",
    "city": "Srinagar",
    "countryArea": "Jammu and Kashmir",
    "postalCode": "190001",
    "country": "IN",
    "phone": "+919419000000",
}

STEPS = {
    "create": "mutation($i:CheckoutCreateInput!){checkoutCreate(input:$i){checkout{id} errors{code message}}}",
    "email": "mutation($id:ID!,$e:String!){checkoutEmailUpdate(id:$id,email:$e){checkout{id} errors{code message}}}",
    "shipping": (
        "mutation($id:ID!,$a:AddressInput!){checkoutShippingAddressUpdate(id:$id,shippingAddress:$a)"
        "{checkout{id} errors{code message}}}"
    ),
    "billing": (
        "mutation($id:ID!,$a:AddressInput!){checkoutBillingAddressUpdate(id:$id,billingAddress:$a)"
        "{checkout{id} errors{code message}}}"
    ),
    "options": (
        "mutation($id:ID!){deliveryOptionsCalculate(id:$id){deliveries{id shippingMethod{name}} errors{code message}}}"
    ),
    "select": (
        "mutation($id:ID!,$d:ID!){checkoutDeliveryMethodUpdate(id:$id,deliveryMethodId:$d)"
        "{checkout{id totalPrice{gross{amount}}} errors{code message}}}"
    ),
    "pay": (
        "mutation($id:ID!,$g:PaymentGatewayToInitialize!,$k:String!){transactionInitialize(id:$id,"
        "paymentGateway:$g,idempotencyKey:$k){transactionEvent{type message} errors{code message}}}"
    ),
    "complete": "mutation($id:ID!){checkoutComplete(id:$id){order{id number} errors{code message}}}",
}


class StepRefused(Exception):
    """The store answered a step with errors."""


def ask(client: httpx.Client, step: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Send one step; raises StepRefused with the first error."""
    answer = client.post("/graphql/", json={"query": STEPS[step], "variables": variables})
    body = answer.json()
    if body.get("errors"):
        raise StepRefused(f"{step}: {body['errors'][0]['message']}")
    payload: dict[str, Any] = next(iter(body["data"].values()))
    if payload["errors"]:
        raise StepRefused(f"{step}: {payload['errors'][0]}")
    return payload


def place_order(client: httpx.Client, variant: str, *, channel: str = "online") -> str:
    """Buy one piece, paying on delivery; returns the order's number."""
    lines = [{"variantId": variant, "quantity": 1}]
    checkout = ask(client, "create", {"i": {"channel": channel, "lines": lines}})["checkout"]["id"]
    ask(client, "email", {"id": checkout, "e": f"bench-{uuid.uuid4().hex[:8]}@buyers.invalid"})
    ask(client, "shipping", {"id": checkout, "a": ADDRESS})
    ask(client, "billing", {"id": checkout, "a": ADDRESS})
    deliveries = ask(client, "options", {"id": checkout})["deliveries"]
    if not deliveries:
        raise StepRefused("options: no delivery to this address")
    ask(client, "select", {"id": checkout, "d": deliveries[0]["id"]})
    gateway = {"id": "umeed.payments", "data": {"method": "cash-on-delivery"}}
    paid = ask(client, "pay", {"id": checkout, "g": gateway, "k": uuid.uuid4().hex})
    if paid["transactionEvent"]["type"] != "AUTHORIZATION_SUCCESS":
        raise StepRefused(f"pay: {paid['transactionEvent']}")
    return str(ask(client, "complete", {"id": checkout})["order"]["number"])


@dataclass(frozen=True)
class Run:
    """How many orders a sustained run placed, how many were refused, and why the first was."""

    orders: int
    refused: int
    seconds: float
    reason: str


def sustained(
    url: str, variants: list[str], *, seconds: float, buyers: int, pace: float | None = None
) -> Run:
    """Let several buyers order for ``seconds``: ``pace`` orders a second of all of them, or without pause."""
    stop = time.monotonic() + seconds
    counts = {"orders": 0, "refused": 0}
    reasons: list[str] = []
    lock = threading.Lock()

    def buy(turn: int) -> None:
        due = time.monotonic()
        with httpx.Client(base_url=url, timeout=30) as client:
            while time.monotonic() < stop:
                if pace:
                    time.sleep(max(due - time.monotonic(), 0))
                    due += buyers / pace
                turn += buyers
                try:
                    place_order(client, variants[turn % len(variants)])
                    outcome = "orders"
                except StepRefused as refusal:
                    outcome = "refused"
                    reasons.append(str(refusal))
                with lock:
                    counts[outcome] += 1

    started = time.monotonic()
    threads = [threading.Thread(target=buy, args=(number,)) for number in range(buyers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Run(counts["orders"], counts["refused"], time.monotonic() - started, reasons[0] if reasons else "")
