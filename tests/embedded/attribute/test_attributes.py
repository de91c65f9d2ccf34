"""Attributes, their choices, and what an answer may be."""

from typing import Any

import pytest

from commerce.embedded.attribute.models import Attribute, AttributeValue
from commerce.embedded.product.models import AssignedProductValue
from tests.embedded.catalogue_world import World, answer, codes, done, public, staff, tried


def made(**given: Any) -> dict[str, Any]:
    values = {"name": "Weave", "type": "PRODUCT_TYPE", **given}
    return tried("attributeCreate", "AttributeCreateInput!", "attribute { id slug inputType }", input=values)


def test_attributes_come_by_slug_with_their_choices(world: World) -> None:
    found = public(
        """{ attributes(first: 50, where: {type: {eq: PRODUCT_TYPE}}) { totalCount edges { node {
             slug inputType unit choices(first: 20) { edges { node { name slug } } } } } } }"""
    )["attributes"]
    assert found["totalCount"] == 4
    assert [edge["node"] for edge in found["edges"]] == [
        {"slug": "certified", "inputType": "BOOLEAN", "unit": None, "choices": {"edges": []}},
        {
            "slug": "craft",
            "inputType": "DROPDOWN",
            "unit": None,
            "choices": {
                "edges": [
                    {"node": {"name": "Sozni", "slug": "sozni"}},
                    {"node": {"name": "Kani", "slug": "kani"}},
                ]
            },
        },
        {"slug": "length", "inputType": "NUMERIC", "unit": "CM", "choices": {"edges": []}},
        {"slug": "maker", "inputType": "SINGLE_REFERENCE", "unit": None, "choices": {"edges": []}},
    ]
    assert public("{ attributes(first: 5, where: {type: {eq: PAGE_TYPE}}) { totalCount } }") == {
        "attributes": {"totalCount": 0}
    }


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"slug": "craft"}, ("slug", "UNIQUE")),
        ({"slug": "no slug"}, ("slug", "INVALID")),
        ({"inputType": "SINGLE_REFERENCE"}, ("entityType", "REQUIRED")),
        ({"inputType": "REFERENCE", "entityType": "PRODUCT"}, ("entityType", "INVALID")),
        ({"unit": "CM"}, ("unit", "INVALID")),
        ({"inputType": "RICH_TEXT"}, ("inputType", "INVALID")),
        ({"inputType": "BOOLEAN", "values": [{"name": "Maybe"}]}, ("values", "INVALID")),
        ({"values": [{"name": "Twill"}, {"name": "twill"}]}, ("values", "UNIQUE")),
    ],
)
def test_faulty_attributes_are_refused(world: World, given: Any, fault: tuple[str, str]) -> None:
    payload = made(**given)
    assert payload["attribute"] is None
    assert codes(payload) == [fault]
    assert Attribute.objects.count() == 4


def test_each_kind_of_attribute_needs_its_own_permission(world: World) -> None:
    text = 'mutation {{ attributeCreate(input: {{name: "X", type: {kind}}}) {{ errors {{ code }} }} }}'
    for kind, permission in (
        ("PRODUCT_TYPE", "MANAGE_PAGE_TYPES_AND_ATTRIBUTES"),
        ("PAGE_TYPE", "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES"),
    ):
        refused = answer(text.format(kind=kind), permissions=(permission,))
        assert refused.data == {"attributeCreate": None}
    assert Attribute.objects.count() == 4


def test_hidden_attributes_are_for_staff(world: World) -> None:
    cost = made(name="Cost", visibleInStorefront=False, inputType="PLAIN_TEXT")["attribute"]["id"]
    kind = done(
        "productTypeCreate",
        "ProductTypeInput!",
        "productType { id }",
        input={"name": "Priced", "productAttributes": [cost]},
    )["productType"]["id"]
    shawl = world.product("Shawl", productType=kind, attributes=[{"id": cost, "plainText": "700 rupees"}])
    text = """query { product(slug: "shawl", channel: "online") {
        assignedAttributes { attribute { slug } ... on AssignedPlainTextAttribute { value } } } }"""
    assert public(text)["product"] == {"assignedAttributes": []}
    shown = answer(text, permissions=("MANAGE_PRODUCTS",)).data
    assert shown == {
        "product": {"assignedAttributes": [{"attribute": {"slug": "cost"}, "value": "700 rupees"}]}
    }
    assert shawl["slug"] == "shawl"


def test_answers_are_shared_and_texts_are_ones_own(world: World) -> None:
    text = made(name="Story", inputType="PLAIN_TEXT")["attribute"]["id"]
    colours = made(name="Colours", inputType="MULTISELECT")["attribute"]["id"]
    kind = done(
        "productTypeCreate",
        "ProductTypeInput!",
        "productType { id }",
        input={"name": "Told", "productAttributes": [text, colours, world.size, world.maker]},
    )["productType"]["id"]
    answers = [
        {"id": text, "plainText": "Made in winter."},
        {"id": colours, "multiselect": [{"value": "Red"}, {"value": "Blue"}]},
        {"id": world.size, "numeric": "12.50"},
        {"id": world.maker, "reference": world.maker_page},
    ]
    first = world.product("First", productType=kind, attributes=answers)
    world.product("Second", productType=kind, attributes=answers)
    assert AssignedProductValue.objects.count() == 10
    assert AttributeValue.objects.filter(plain_text__isnull=False).count() == 2
    assert AttributeValue.objects.filter(numeric__isnull=False).count() == 1
    assert AttributeValue.objects.filter(reference_page__isnull=False).count() == 1
    shown = public(
        """query { product(slug: "first", channel: "online") { attributes {
             attribute { slug } values { name slug plainText reference boolean } } } }"""
    )["product"]["attributes"]
    assert [(one["attribute"]["slug"], [value["name"] for value in one["values"]]) for one in shown] == [
        ("story", ["Made in winter."]),
        ("colours", ["Red", "Blue"]),
        ("length", ["12.5"]),
        ("maker", ["Gulshan group"]),
    ]
    assert shown[3]["values"][0]["reference"] == world.maker_page
    done(
        "productUpdate",
        "ProductInput!",
        "product { id }",
        id=first["id"],
        input={
            "attributes": [{"id": text, "plainText": "Made in spring."}, {"id": colours, "multiselect": []}]
        },
    )
    assert sorted(AttributeValue.objects.exclude(plain_text=None).values_list("plain_text", flat=True)) == [
        "Made in spring.",
        "Made in winter.",
    ]
    assert AssignedProductValue.objects.count() == 8


def test_a_required_answer_is_required(world: World) -> None:
    fibre = made(name="Fibre", valueRequired=True)["attribute"]["id"]
    kind = done(
        "productTypeCreate",
        "ProductTypeInput!",
        "productType { id }",
        input={"name": "Cloth", "productAttributes": [fibre]},
    )["productType"]["id"]
    text = """mutation($input: ProductCreateInput!) { productCreate(input: $input) {
        product { id } errors { field code attributes } } }"""
    values = {"name": "Shawl", "productType": kind}
    refused = answer(text, {"input": values}, permissions=("MANAGE_PRODUCTS",))
    assert refused.data == {
        "productCreate": {
            "product": None,
            "errors": [{"field": "attributes", "code": "REQUIRED", "attributes": [fibre]}],
        }
    }


def test_a_type_asks_its_attributes_in_the_order_in_which_they_were_added(world: World) -> None:
    def attribute(slug: str, kind: str = "PRODUCT_TYPE") -> str:
        given = {"slug": slug, "name": slug, "type": kind, "inputType": "PLAIN_TEXT"}
        made = done("attributeCreate", "AttributeCreateInput!", "attribute { id }", input=given)
        return str(made["attribute"]["id"])

    late, early, of_pages = attribute("late"), attribute("early"), attribute("of-pages", "PAGE_TYPE")
    kind = done("productTypeCreate", "ProductTypeInput!", "productType { id }", input={"name": "Felt"})
    kind_id = kind["productType"]["id"]

    def assign(*given: tuple[str, str]) -> dict[str, Any]:
        operations = ", ".join(f'{{id: "{gid}", type: {place}}}' for gid, place in given)
        text = f"""mutation {{ productAttributeAssign(productTypeId: "{kind_id}", operations: [{operations}]) {{
            productType {{ productAttributes {{ slug }} }} errors {{ field code }} }} }}"""
        payload: dict[str, Any] = staff(text)["productAttributeAssign"]
        return payload

    assert assign((early, "PRODUCT"))["productType"]["productAttributes"] == [{"slug": "early"}]
    assert assign((late, "PRODUCT"))["productType"] == {
        "productAttributes": [{"slug": "early"}, {"slug": "late"}]
    }
    assert codes(assign((late, "VARIANT"))) == [("operations", "ATTRIBUTE_ALREADY_ASSIGNED")]
    assert codes(assign((of_pages, "PRODUCT"))) == [("operations", "INVALID")]
    assert codes(assign(("x", "PRODUCT"))) == [("operations", "NOT_FOUND")]

    page_type = done("pageTypeCreate", "PageTypeCreateInput!", "pageType { id }", input={"name": "Villages"})
    text = """mutation($id: ID!, $ids: [ID!]!) { pageAttributeAssign(pageTypeId: $id, attributeIds: $ids) {
        pageType { attributes { slug } } errors { field code } } }"""
    page_type_id = page_type["pageType"]["id"]
    given = staff(text, id=page_type_id, ids=[of_pages])["pageAttributeAssign"]
    assert given == {"pageType": {"attributes": [{"slug": "of-pages"}]}, "errors": []}
    again = staff(text, id=page_type_id, ids=[of_pages])["pageAttributeAssign"]
    assert codes(again) == [("attributeIds", "ATTRIBUTE_ALREADY_ASSIGNED")]
    wrong = staff(text, id=page_type_id, ids=[late])["pageAttributeAssign"]
    assert codes(wrong) == [("attributeIds", "INVALID")]
    stranger = answer(text, {"id": page_type_id, "ids": [late]}, permissions=("MANAGE_PAGES",))
    assert stranger.data == {"pageAttributeAssign": None}


def test_a_choices_slug_drops_accents(world: World) -> None:
    given = {
        "slug": "technique-2", "name": "Technique", "type": "PRODUCT_TYPE", "inputType": "DROPDOWN",
        "values": [{"name": "Papier-mâché"}, {"name": "کاغذ"}],
    }  # fmt: skip
    done("attributeCreate", "AttributeCreateInput!", "attribute { id }", input=given)
    slugs = AttributeValue.objects.filter(attribute__slug="technique-2").values_list("slug", flat=True)
    assert set(slugs) == {"papier-mache", "کاغذ"}
