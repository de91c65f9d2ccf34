"""The recorded life of two apps: one made by hand, one installed, with their webhooks, and what these were told."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.test import Client
from graphql import build_schema

from commerce.embedded.account.models import App
from commerce.embedded.account.services.apps import app_by_token
from commerce.embedded.account.services.signing_keys import jwks
from commerce.embedded.app.models import AppInstallation
from commerce.embedded.app.services.install import install
from commerce.embedded.webhook.deliver import deliver
from commerce.embedded.webhook.models import EventDelivery
from commerce.identity import issuer
from commerce.models import SigningKeys
from commerce.saleor import keys, signatures
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id
from tests.common.receiver import Receiver, listening_at
from tests.contract.recordings import FOLDER, Compare, Replay, recording
from tests.contract.world import World, token

#: The address that the recorded webhooks and manifest name.
PORT: Final = 8401
MANAGERS: Final = (
    "HANDLE_PAYMENTS",
    "HANDLE_TAXES",
    "MANAGE_APPS",
    "MANAGE_CHECKOUTS",
    "MANAGE_ORDERS",
    "MANAGE_PRODUCTS",
    "MANAGE_SHIPPING",
)


def those_two(recorded: list[Any], ours: list[Any]) -> bool:
    """This installation has apps of its own beside the two that were recorded."""
    names = {edge["node"]["name"] for edge in recorded}
    found = [edge for edge in ours if edge["node"]["name"] in names]
    return (
        json.dumps(found) == json.dumps(recorded)
        if "id" not in recorded[0]["node"]
        else _alike(recorded, found)
    )


def _alike(recorded: list[Any], found: list[Any]) -> bool:
    for edge in (*recorded, *found):
        edge["node"].pop("id", None)
    return recorded == found


SPECIAL: Final[dict[str, Compare]] = {
    ".apps.edges": those_two,
    # A token is shown once; the recorded ones are blanked.
    ".appCreate.authToken": lambda _recorded, ours: len(ours) >= 30,
    ".appTokenCreate.authToken": lambda _recorded, ours: len(ours) >= 30,
}


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.STORE_WEBHOOKS_PRIVATE = True
    with listening_at(PORT) as found:
        yield found


@pytest.fixture
def replay(world: World) -> Replay:
    world.tokens["staff"] = token("dashboard", *MANAGERS)
    return Replay(world.tokens, world.ids, SPECIAL)


def manifest(address: str) -> dict[str, Any]:
    """The manifest that was recorded, as far as its answer shows it."""
    shown = recording(64).data["appFetchManifest"]["manifest"]
    return {
        "id": shown["identifier"],
        "version": shown["version"],
        "name": "Local market app",
        "permissions": [each["code"] for each in shown["permissions"]],
        "tokenTargetUrl": f"{address}/api/register",
        "webhooks": [
            {
                **each,
                "query": "subscription { event { __typename issuedAt } }",
                "targetUrl": f"{address}/wh/{each['name']}",
            }
            for each in shown["webhooks"]
        ],
    }


def kani_shawl(world: World) -> None:
    """What the recorded session had made before and now changes."""
    goods = world.goods
    shawl = goods.product(
        "Kani shawl",
        slug="kani-shawl-2",
        kind=goods.product_type("Shawl"),
        category=goods.unsorted,
        price="120",
    )
    shawl.metadata = {"gi_tag": "46", "vendor": "wani"}
    shawl.save()
    world.ids.learn(recording(63).given["id"], global_id("Product", shawl.pk))


def delivered(name: str) -> dict[str, Any]:
    """Return a recorded delivery: its headers by name in small letters, and its body."""
    (path,) = FOLDER.glob(f"webhooks/*_{name}.json")
    found = json.loads(path.read_text())
    return {"headers": {key.lower(): value for key, value in found["headers"]}, "body": found["body"]}


def test_two_apps_and_what_they_are_told(world: World, replay: Replay, receiver: Receiver) -> None:
    receiver.pages["/manifest"] = manifest(receiver.address)
    kani_shawl(world)
    assert replay.exactly(58, 59, 60, 61, 62, 63, 64, 65).faults == []
    install(installation_id=AppInstallation.objects.get().pk, now=now())
    market = App.objects.get(identifier="local.market.app")
    world.ids.learn(recording(93).given["a"], global_id("App", market.pk))
    for pk in EventDelivery.objects.values_list("pk", flat=True):
        deliver(delivery_id=pk, is_last=False)

    assert replay.exactly(66, 93, 100).faults == []
    (registered,) = receiver.at("/api/register")
    assert app_by_token(registered.json["auth_token"]) == market
    for path, name in (
        ("/hook/sub", "product_updated_hook_sub"),
        ("/hook/hmac", "product_updated_hook_hmac"),
    ):
        (call,) = receiver.at(path)
        assert world.ids.differences(delivered(name)["body"], call.json, special=VARYING) == []
        assert told_by(call.headers) == told_by(delivered(name)["headers"])


#: What a delivery says of its moment and of Saleor's own release.
VARYING: Final[dict[str, Compare]] = {
    ".issuedAt": lambda recorded, ours: ours[:2] == recorded[:2],
    ".version": lambda recorded, ours: recorded.startswith(ours),
    ".issuingPrincipal.id": lambda _recorded, ours: ours.startswith("QXBw"),
    ".recipient.id": lambda _recorded, ours: ours.startswith("QXBw"),
}
#: Headers whose values are of the machine, and of its way of tracing.
_OURS: Final = (
    "host",
    "content-length",
    "saleor-domain",
    "saleor-api-url",
    "traceparent",
    "tracestate",
    "connection",
)


def told_by(headers: dict[str, str]) -> dict[str, str]:
    """Return the headers as far as they are the same for every sender; signatures by their kind."""
    kept = {name.lower(): value for name, value in headers.items()}
    for name in ("saleor-signature", "x-saleor-signature"):
        kept[name] = kept[name].partition("..")[0][:20] if ".." in kept[name] else str(len(kept[name]))
    left_out = (*_OURS, "accept-encoding", "x-local", "x-saleor-domain")
    return {name: value for name, value in kept.items() if name not in left_out}


def test_our_own_verifier_takes_the_signature(world: World, replay: Replay, receiver: Receiver) -> None:
    """What stands between a Saleor and our rooms judges the embedded store by the same rule."""
    kani_shawl(world)
    assert replay.exactly(58, 60, 61, 62, 63).faults == []
    for pk in EventDelivery.objects.values_list("pk", flat=True):
        deliver(delivery_id=pk, is_last=False)
    moment = now()
    SigningKeys.objects.create(pk=issuer(), keys=jwks(now=moment)["keys"], asked_at=moment, fetched_at=moment)
    keys.forget_held()
    (signed,), (by_secret,) = receiver.at("/hook/sub"), receiver.at("/hook/hmac")

    signatures.verify(signed.body, signed.headers["Saleor-Signature"], at=moment)
    with pytest.raises(signatures.BadSignature):
        signatures.verify(signed.body + b" ", signed.headers["Saleor-Signature"], at=moment)
    with pytest.raises(signatures.BadSignature):
        signatures.verify(by_secret.body, by_secret.headers["Saleor-Signature"], at=moment)
    expected = hmac.new(b"s3cret", by_secret.body, hashlib.sha256).hexdigest()
    assert by_secret.headers["Saleor-Signature"] == expected
    assert signed.headers["x-local"] == "yes"
    keys.forget_held()


def test_a_webhook_without_a_subscription_hears_what_and_by_whom(
    world: World, replay: Replay, receiver: Receiver
) -> None:
    """Saleor's fixed description of a product is deprecated; its frame is what stays."""
    kani_shawl(world)
    assert replay.exactly(58, 61, 63).faults == []
    deliver(delivery_id=EventDelivery.objects.get().pk, is_last=False)
    (call,) = receiver.at("/hook/legacy")
    (told,) = call.json
    (recorded,) = delivered("product_updated_hook_legacy")["body"]
    assert set(told) <= set(recorded)
    assert (told["type"], told["id"]) == ("Product", world.ids.translated(recorded["id"]))
    assert told["meta"]["issuing_principal"] == {"id": "reporter", "type": "app"}


def test_federation(world: World, replay: Replay) -> None:
    assert replay.exactly(97).faults == []
    asked = recording_without_answer(98)
    text = Client().post("/graphql/", json.dumps({"query": asked}), content_type="application/json")
    sdl = json.loads(text.content)["data"]["_service"]["sdl"]
    assert 'type Product implements Node & ObjectWithMetadata @key(fields: "id") {' in sdl
    assert "_Entity" not in sdl
    build_schema("directive @key(fields: String!) on OBJECT\n" + sdl)


def recording_without_answer(number: int) -> str:
    (path,) = FOLDER.glob(f"{number}_*.graphql")
    return path.read_text()


def test_reasons_for_refunds(world: World, replay: Replay) -> None:
    """81 lists the pages of that shop, too: ours are others, so only their shape is compared."""
    assert replay.alike(81).faults == []
