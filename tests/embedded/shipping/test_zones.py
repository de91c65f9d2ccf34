"""The store's own delivery methods, beside those of apps."""

from decimal import Decimal
from typing import Any

from commerce.embedded.account.models import Address
from commerce.embedded.engine.caller import PUBLIC, Caller
from commerce.embedded.engine.execution import run
from commerce.embedded.shipping.models import ShippingMethod, ShippingMethodChannelListing, ShippingZone
from commerce.embedded.warehouse.models import Warehouse
from tests.embedded.selling import Shop, gid

MAKE = """mutation($input: ShippingZoneCreateInput!) { shippingZoneCreate(input: $input) {
  shippingZone { name } errors { field code } } }"""
METHODS = "query($id: ID!) { checkout(id: $id) { shippingMethods { id name price { amount } } } }"
STAFF = Caller(permissions=frozenset({"MANAGE_SHIPPING"}))


def test_methods_of_the_address_country_and_value_are_offered_cheapest_first(shop: Shop) -> None:
    valley, abroad = (
        ShippingZone.objects.create(name="India", countries=["IN"]),
        ShippingZone.objects.create(name="Gulf", countries=["AE"]),
    )
    for zone, name, price, least in (
        (valley, "Post", "90.00", None),
        (valley, "Rider", "40.00", None),
        (valley, "Gift wrap", "1.00", "100000.00"),
        (abroad, "Air", "900.00", None),
    ):
        zone.channels.add(shop.channel)
        ShippingMethodChannelListing.objects.create(
            method=ShippingMethod.objects.create(zone=zone, name=name),
            channel=shop.channel,
            price_amount=Decimal(price),
            minimum_order_amount=least,
        )

    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))

    offered = shop.run(METHODS, id=checkout_id)["checkout"]["shippingMethods"]
    assert [(method["name"], method["price"]["amount"]) for method in offered] == [
        ("Rider", 40.0),
        ("Post", 90.0),
        ("Economy", 120.0),
    ]


def test_zones_are_made_by_staff_only(shop: Shop) -> None:
    given = {"name": "India", "countries": ["IN"], "addChannels": [gid(shop.channel)]}

    denied = run(MAKE, caller=PUBLIC, variables={"input": given})
    made = shop.run(MAKE, caller=STAFF, input=given)["shippingZoneCreate"]
    nameless = shop.run(MAKE, caller=STAFF, input={"name": " "})["shippingZoneCreate"]
    lost = shop.run(MAKE, caller=STAFF, input={"name": "X", "addChannels": ["x"]})["shippingZoneCreate"]

    assert denied.errors[0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert made == {"shippingZone": {"name": "India"}, "errors": []}
    assert [error["code"] for error in nameless["errors"]] == ["REQUIRED"]
    assert [error["code"] for error in lost["errors"]] == ["NOT_FOUND"]
    assert list(ShippingZone.objects.get().channels.all()) == [shop.channel]


CHANGE = """mutation($id: ID!, $input: ShippingZoneUpdateInput!) { shippingZoneUpdate(id: $id, input: $input) {
  shippingZone { name default countries { code } channels { slug } warehouses { slug } shippingMethods { name } }
  errors { field code } } }"""
READER = Caller(permissions=frozenset({"MANAGE_SHIPPING"}))


def test_a_zone_is_changed_by_what_is_named_and_only_its_channels_warehouses_join(shop: Shop) -> None:
    zone = ShippingZone.objects.create(name="India", countries=["IN"], default=True)
    zone.channels.add(shop.channel)
    ShippingMethod.objects.create(zone=zone, name="Speed Post")
    stranger = Warehouse.objects.create(
        name="Elsewhere", slug="elsewhere", address=Address.objects.create(country="IN")
    )
    ours = Warehouse.objects.filter(channels=shop.channel).first()
    assert ours is not None

    def change(**given: Any) -> Any:
        return shop.run(CHANGE, caller=READER, id=gid(zone), input=given)["shippingZoneUpdate"]

    refused = change(addWarehouses=[gid(stranger)])
    assert refused["errors"] == [{"field": "addWarehouses", "code": "INVALID"}]
    assert zone.warehouses.count() == 0
    assert change(name=" ")["errors"] == [{"field": "name", "code": "REQUIRED"}]
    assert change(addChannels=["x"])["errors"] == [{"field": "addChannels", "code": "NOT_FOUND"}]

    assert change(default=True, addWarehouses=[gid(ours)], countries=["IN", "np"]) == {
        "shippingZone": {
            "name": "India",
            "default": True,
            "countries": [{"code": "IN"}, {"code": "NP"}],
            "channels": [{"slug": "online"}],
            "warehouses": [{"slug": ours.slug}],
            "shippingMethods": [{"name": "Speed Post"}],
        },
        "errors": [],
    }
    assert change(name="Bharat")["shippingZone"]["default"] is False
    denied = run(CHANGE, caller=PUBLIC, variables={"id": gid(zone), "input": {"name": "Ours"}})
    assert denied.errors[0]["extensions"]["exception"]["code"] == "PermissionDenied"
    zone.refresh_from_db()
    assert zone.name == "Bharat"
