"""Who calculates the taxes of a channel."""

from commerce.embedded.engine.caller import PUBLIC, Caller
from commerce.embedded.engine.execution import run
from commerce.embedded.tax.models import TaxConfiguration
from jkrlm.kernel.ids import global_id
from tests.embedded.selling import Shop

UPDATE = """mutation($id: ID!, $input: TaxConfigurationUpdateInput!) {
  taxConfigurationUpdate(id: $id, input: $input) {
    taxConfiguration { id taxCalculationStrategy taxAppId pricesEnteredWithTax } errors { field code } } }"""
READ = (
    """{ channel(slug: "online") { taxConfiguration { id taxCalculationStrategy pricesEnteredWithTax } } }"""
)
TOTAL = "query($id: ID!) { checkout(id: $id) { totalPrice { gross { amount } net { amount } } } }"
STAFF = Caller(permissions=frozenset({"MANAGE_TAXES"}))


def test_flat_rates_ask_nobody(shop: Shop) -> None:
    gid = global_id("TaxConfiguration", shop.channel.pk)
    updated = shop.run(UPDATE, caller=STAFF, id=gid, input={"taxCalculationStrategy": "FLAT_RATES"})
    checkout_id = shop.checkout((shop.product("Kani stole", "6400.00"), 1))

    total = shop.run(TOTAL, id=checkout_id)["checkout"]["totalPrice"]

    assert updated["taxConfigurationUpdate"]["errors"] == []
    assert total == {"gross": {"amount": 6520.0}, "net": {"amount": 6520.0}}
    assert "CHECKOUT_CALCULATE_TAXES" not in [name for name, _ in shop.asked]


def test_a_channel_without_a_row_has_the_defaults(shop: Shop) -> None:
    TaxConfiguration.objects.all().delete()
    app = Caller(app=shop.app)

    assert shop.run(READ, caller=app)["channel"]["taxConfiguration"] == {
        "id": global_id("TaxConfiguration", shop.channel.pk),
        "taxCalculationStrategy": "FLAT_RATES",
        "pricesEnteredWithTax": True,
    }


def test_the_public_neither_reads_nor_writes_it(shop: Shop) -> None:
    gid = global_id("TaxConfiguration", shop.channel.pk)

    denied = run(UPDATE, caller=PUBLIC, variables={"id": gid, "input": {"chargeTaxes": False}})
    lost = shop.run(UPDATE, caller=STAFF, id=global_id("TaxConfiguration", 0), input={})

    assert denied.errors[0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert run(READ, caller=PUBLIC).errors[0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert [error["code"] for error in lost["taxConfigurationUpdate"]["errors"]] == ["NOT_FOUND"]
    assert TaxConfiguration.objects.get().charge_taxes is True


def test_taxes_are_asked_of_an_active_app_only(shop: Shop) -> None:
    gid = global_id("TaxConfiguration", shop.channel.pk)

    def refused(identifier: str) -> list[str]:
        payload = shop.run(UPDATE, caller=STAFF, id=gid, input={"taxAppId": identifier})[
            "taxConfigurationUpdate"
        ]
        return [error["code"] for error in payload["errors"]]

    assert refused("nobody.taxes") == ["NOT_FOUND"]
    assert refused(shop.app.identifier) == []
    shop.app.is_active = False
    shop.app.save()
    assert refused(shop.app.identifier) == ["NOT_FOUND"]
