"""Makers' pages."""

from commerce.embedded.page.models import Page
from tests.embedded.catalogue_world import World, answer, codes, done, public, staff, tried


def district_type() -> tuple[str, str]:
    """Return ids of a page type and of the attribute that it carries."""
    district = done(
        "attributeCreate",
        "AttributeCreateInput!",
        "attribute { id }",
        input={"name": "District", "type": "PAGE_TYPE", "values": [{"name": "Bandipora"}]},
    )["attribute"]["id"]
    kind = done(
        "pageTypeCreate",
        "PageTypeCreateInput!",
        "pageType { id slug }",
        input={"name": "Group", "addAttributes": [district]},
    )["pageType"]
    assert kind["slug"] == "group"
    return kind["id"], district


def test_a_page_is_written_published_and_changed(world: World) -> None:
    kind, district = district_type()
    content = '{"time":1,"blocks":[{"id":"a","type":"paragraph","data":{"text":"Twelve women."}}]}'
    page = done(
        "pageCreate",
        "PageCreateInput!",
        "page { id slug title isPublished }",
        input={
            "title": "Gulmohar group",
            "pageType": kind,
            "content": content,
            "attributes": [{"id": district, "dropdown": {"value": "Bandipora"}}],
        },
    )["page"]
    assert (page["slug"], page["isPublished"]) == ("gulmohar-group", False)
    asked = """query { page(slug: "gulmohar-group") { title content pageType { slug }
        assignedAttributes(limit: 20) { attribute { slug }
          ... on AssignedSingleChoiceAttribute { value { name } } } } }"""
    assert public(asked) == {"page": None}
    done(
        "pageUpdate",
        "PageInput!",
        "page { isPublished }",
        id=page["id"],
        input={"isPublished": True, "title": "Gulmohar"},
    )
    shown = public(asked)["page"]
    assert shown["title"] == "Gulmohar"
    assert "Twelve women." in shown["content"]
    assert shown["pageType"] == {"slug": "group"}
    assert shown["assignedAttributes"] == [
        {"attribute": {"slug": "district"}, "value": {"name": "Bandipora"}}
    ]
    assert Page.objects.get(slug="gulmohar-group").published_at is not None


def test_pages_are_listed_by_type_and_slug(world: World) -> None:
    kind, _ = district_type()
    for title in ("Nargis", "Chinar"):
        values = {"title": title, "pageType": kind, "isPublished": True}
        done("pageCreate", "PageCreateInput!", "page { id }", input=values)
    done("pageCreate", "PageCreateInput!", "page { id }", input={"title": "Draft", "pageType": kind})
    text = """query($where: PageWhereInput) { pages(first: 10, where: $where) {
        totalCount edges { node { slug } } } }"""

    def slugs(**where: object) -> list[str]:
        return [edge["node"]["slug"] for edge in public(text, where=where)["pages"]["edges"]]

    assert slugs() == ["chinar", "gulshan-group", "nargis"]
    assert slugs(pageType={"eq": kind}) == ["chinar", "nargis"]
    assert slugs(slug={"oneOf": ["nargis", "draft"]}) == ["nargis"]
    assert slugs(ids=[world.maker_page]) == ["gulshan-group"]
    assert slugs(OR=[{"slug": {"eq": "nargis"}}, {"slug": {"eq": "chinar"}}]) == ["chinar", "nargis"]
    assert staff(text)["pages"]["totalCount"] == 4


def test_a_renamed_maker_is_renamed_on_her_goods(world: World) -> None:
    world.product("Shawl")
    done("pageUpdate", "PageInput!", "page { id }", id=world.maker_page, input={"title": "Gulshan (Nagam)"})
    shown = public(
        """query { product(slug: "shawl", channel: "online") {
             attributes { attribute { slug } values { name } } } }"""
    )["product"]["attributes"]
    assert {"attribute": {"slug": "maker"}, "values": [{"name": "Gulshan (Nagam)"}]} in shown


def test_faulty_pages_are_refused(world: World) -> None:
    kind, _ = district_type()
    for given, fault in (
        ({"title": " "}, ("title", "REQUIRED")),
        ({"slug": "gulshan-group"}, ("slug", "UNIQUE")),
        ({"pageType": world.channel}, ("pageType", "NOT_FOUND")),
        ({"attributes": [{"id": world.craft, "dropdown": {"value": "Kani"}}]}, ("attributes", "INVALID")),
    ):
        values = {"title": "New", "pageType": kind, **given}
        assert codes(tried("pageCreate", "PageCreateInput!", "page { id }", input=values)) == [fault]
    assert Page.objects.count() == 1
    assert codes(tried("pageUpdate", "PageInput!", "page { id }", id=kind, input={})) == [("id", "NOT_FOUND")]
    refused = answer(
        f"""mutation {{ pageUpdate(id: "{world.maker_page}", input: {{title: "Mine"}}) {{
              errors {{ code }} }} }}""",
        permissions=("MANAGE_PRODUCTS",),
    )
    assert refused.data == {"pageUpdate": None}
    assert Page.objects.get().title == "Gulshan group"
