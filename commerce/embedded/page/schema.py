"""Pages in the contract."""

from typing import Any

from commerce.embedded.attribute.models import Attribute
from commerce.embedded.attribute.schema import MANAGERS
from commerce.embedded.attribute.selectors import Assigned
from commerce.embedded.engine.ids import found, pk_of
from commerce.embedded.engine.lists import counted_connection
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.page.models import Page, PageType
from commerce.embedded.page.selectors import (
    attributes_of_types,
    page_answers,
    page_condition,
    types_of,
    visible_pages,
)
from commerce.embedded.page.services.save_page import (
    assign_attributes,
    create_page,
    create_page_type,
    update_page,
)
from commerce.embedded.translation.selectors import pk_by_slug
from commerce.embedded.webhook.services import emit
from jkrlm.kernel.clock import now

metadata_type("Page", Page, permission="MANAGE_PAGES", after=lambda page: emit("PAGE_UPDATED", page=page))
metadata_type("PageType", PageType, permission="MANAGE_PAGE_TYPES_AND_ATTRIBUTES")


@resolver("Query", "page")
def page(
    info: Info, id: str | None = None, slug: str | None = None, slug_language_code: str | None = None
) -> Page | None:
    rows = visible_pages(staff=info.context.has("MANAGE_PAGES"))
    if slug is not None and slug_language_code:
        pk = pk_by_slug("page", slug, slug_language_code)
        return rows.filter(pk=pk).first() if pk is not None else None
    return rows.filter(pk=pk_of(id, "Page")).first() if id is not None else rows.filter(slug=slug).first()


@resolver("Query", "pages")
def pages(info: Info, where: dict[str, Any] | None = None, channel: str | None = None, **page: Any) -> Any:
    rows = visible_pages(staff=info.context.has("MANAGE_PAGES")).filter(page_condition(where or {}))
    return counted_connection(rows, page, order=("slug",), name="pages")


@resolver("Query", "pageTypes")
def page_types(info: Info, **page: Any) -> Any:
    return counted_connection(PageType.objects.all(), page, order=("name", "slug"), name="pageTypes")


@resolver("Page", "pageType")
def page_type(source: Page, info: Info) -> PageType:
    kind: PageType = load(source, "type", types_of)
    return kind


@resolver("Page", "assignedAttributes")
def assigned_attributes(source: Page, info: Info, limit: int = 100) -> list[Assigned]:
    answers = page_answers(hidden=info.context.has(*MANAGERS))
    return (load(source, answers.key, answers.loader) or [])[:limit]


@mutation("pageTypeCreate", errors="PageError", permission="MANAGE_PAGE_TYPES_AND_ATTRIBUTES")
def page_type_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    attributes = [found(Attribute, gid, field="addAttributes") for gid in input.get("add_attributes") or ()]
    return {
        "page_type": create_page_type(
            name=input.get("name") or "", slug=input.get("slug"), attributes=attributes
        )
    }


@resolver("PageType", "attributes")
def page_type_attributes(source: PageType, info: Info) -> list[Attribute]:
    rows: list[Attribute] = load(source, "attributes", attributes_of_types)
    return rows if info.context.has(*MANAGERS) else [row for row in rows if row.visible_in_storefront]


@mutation("pageAttributeAssign", errors="PageError", permission="MANAGE_PAGE_TYPES_AND_ATTRIBUTES")
def page_attribute_assign(info: Info, page_type_id: str, attribute_ids: list[str]) -> dict[str, Any]:
    kind = found(PageType, page_type_id, field="pageTypeId")
    attributes = [found(Attribute, gid, field="attributeIds") for gid in attribute_ids]
    return {"page_type": assign_attributes(page_type=kind, attributes=attributes)}


@mutation("pageCreate", errors="PageError", permission="MANAGE_PAGES")
def page_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    kind = found(PageType, input["page_type"], field="pageType")
    return {"page": create_page(page_type=kind, given=input, now=now())}


@mutation("pageUpdate", errors="PageError", permission="MANAGE_PAGES")
def page_update(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    return {"page": update_page(page=found(Page, id), given=input, now=now())}
