"""A small catalogue made through the contract itself, for the stories of the embedded store's rooms."""

from dataclasses import dataclass
from typing import Any

from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.execution import run
from tests.common.kept import kept

STAFF = (
    "MANAGE_CHANNELS",
    "MANAGE_PAGES",
    "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
    "MANAGE_PRODUCTS",
    "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
)
BASE_URL = "https://shop.example"


def answer(text: str, variables: dict[str, Any] | None = None, *, permissions: tuple[str, ...] = ()) -> Any:
    """Return the Result of a document run for a caller with these permissions."""
    caller = Caller(permissions=frozenset(permissions), base_url=BASE_URL)
    return run(text, caller=caller, variables=variables)


def public(text: str, **variables: Any) -> dict[str, Any]:
    """Return the data of a document that the public runs without an error."""
    result = answer(text, variables)
    assert result.errors == []
    return result.data or {}


def staff(text: str, **variables: Any) -> dict[str, Any]:
    """Return the data of a document that staff run without an error."""
    result = answer(text, variables, permissions=STAFF)
    assert result.errors == []
    return result.data or {}


def done(mutation: str, input_type: str, selection: str, **variables: Any) -> dict[str, Any]:
    """Run one staff mutation with `input`, and perhaps `id`; return its payload, which has no errors."""
    payload = tried(mutation, input_type, selection, **variables)
    assert payload["errors"] == []
    return payload


def tried(mutation: str, input_type: str, selection: str, **variables: Any) -> dict[str, Any]:
    """Run one staff mutation and return its payload, errors and all."""
    kinds = {"input": input_type, "id": "ID!", "parent": "ID"}
    declared = " ".join(f"${name}: {kinds[name]}" for name in variables)
    passed = " ".join(f"{name}: ${name}" for name in variables)
    text = (
        f"mutation({declared}) {{ {mutation}({passed}) {{ {selection} errors {{ field code message }} }} }}"
    )
    payload: dict[str, Any] = staff(text, **variables)[mutation]
    return payload


def codes(payload: dict[str, Any]) -> list[tuple[str | None, str]]:
    """Return field and code of a payload's errors."""
    return [(error["field"], error["code"]) for error in payload["errors"]]


@dataclass
class World:
    """Ids of what the catalogue holds."""

    channel: str
    warehouse: str
    textiles: str
    shawls: str
    honey: str
    craft: str
    certified: str
    maker: str
    size: str
    shawl_type: str
    maker_page: str

    def product(self, name: str, *, price: int | None = 4200, stock: int = 3, **given: Any) -> dict[str, str]:
        """Return ids of a new shawl with one variant: published, visible, for sale, in stock."""
        values = {
            "name": name,
            "productType": self.shawl_type,
            "category": self.shawls,
            "attributes": [
                {"id": self.craft, "dropdown": {"value": "Sozni"}},
                {"id": self.certified, "boolean": True},
                {"id": self.maker, "reference": self.maker_page},
            ],
            **given,
        }
        payload = done("productCreate", "ProductCreateInput!", "product { id slug }", input=values)
        product = payload["product"]
        variant = self.variant(product["id"], sku=f"SKU-{product['slug']}", stock=stock)
        self.list(product["id"])
        if price is not None:
            self.price(variant, price)
        return {"id": product["id"], "slug": product["slug"], "variant": variant}

    def variant(self, product: str, *, sku: str, stock: int = 3, **given: Any) -> str:
        values = {
            "product": product,
            "sku": sku,
            "attributes": [],
            "stocks": [{"warehouse": self.warehouse, "quantity": stock}],
            **given,
        }
        payload = done(
            "productVariantCreate", "ProductVariantCreateInput!", "productVariant { id }", input=values
        )
        return str(payload["productVariant"]["id"])

    def list(self, product: str, **given: Any) -> None:
        listing = {
            "channelId": self.channel,
            "isPublished": True,
            "visibleInListings": True,
            "isAvailableForPurchase": True,
            **given,
        }
        done(
            "productChannelListingUpdate",
            "ProductChannelListingUpdateInput!",
            "product { id }",
            id=product,
            input={"updateChannels": [listing]},
        )

    def price(self, variant: str, price: int) -> None:
        done(
            "productVariantChannelListingUpdate",
            "[ProductVariantChannelListingAddInput!]!",
            "variant { id }",
            id=variant,
            input=[{"channelId": self.channel, "price": price}],
        )


ADDRESS = {
    "streetAddress1": "12 Residency Road",
    "city": "Srinagar",
    "countryArea": "Jammu & Kashmir",
    "postalCode": "190001",
    "country": "IN",
}


def _attribute(name: str, **given: Any) -> str:
    values = {"name": name, "type": "PRODUCT_TYPE", **given}
    payload = done("attributeCreate", "AttributeCreateInput!", "attribute { id }", input=values)
    return str(payload["attribute"]["id"])


@kept
def make_world() -> World:
    """Return a catalogue with a channel, a warehouse, three categories, a type and a maker's page."""
    warehouse = done(
        "createWarehouse",
        "WarehouseCreateInput!",
        "warehouse { id }",
        input={"name": "Srinagar store", "slug": "srinagar", "address": ADDRESS},
    )["warehouse"]["id"]
    channel = done(
        "channelCreate",
        "ChannelCreateInput!",
        "channel { id }",
        input={
            "name": "Online",
            "slug": "online",
            "currencyCode": "INR",
            "defaultCountry": "IN",
            "isActive": True,
            "addWarehouses": [warehouse],
        },
    )["channel"]["id"]
    categories: dict[str, str] = {}
    for name, parent in (("Textiles", None), ("Shawls", "Textiles"), ("Honey", None)):
        categories[name] = done(
            "categoryCreate",
            "CategoryInput!",
            "category { id }",
            input={"name": name},
            parent=categories.get(parent or ""),
        )["category"]["id"]
    craft = _attribute("Craft", inputType="DROPDOWN", values=[{"name": "Sozni"}, {"name": "Kani"}])
    certified = _attribute("Certified", inputType="BOOLEAN")
    maker = _attribute("Maker", inputType="SINGLE_REFERENCE", entityType="PAGE")
    size = _attribute("Length", inputType="NUMERIC", unit="CM")
    page_type = done(
        "pageTypeCreate", "PageTypeCreateInput!", "pageType { id }", input={"name": "Maker", "slug": "maker"}
    )["pageType"]["id"]
    maker_page = done(
        "pageCreate",
        "PageCreateInput!",
        "page { id }",
        input={"title": "Gulshan group", "pageType": page_type, "isPublished": True},
    )["page"]["id"]
    shawl_type = done(
        "productTypeCreate",
        "ProductTypeInput!",
        "productType { id }",
        input={"name": "Shawl", "productAttributes": [craft, certified, maker, size]},
    )["productType"]["id"]
    return World(
        channel=channel,
        warehouse=warehouse,
        textiles=categories["Textiles"],
        shawls=categories["Shawls"],
        honey=categories["Honey"],
        craft=craft,
        certified=certified,
        maker=maker,
        size=size,
        shawl_type=shawl_type,
        maker_page=maker_page,
    )
