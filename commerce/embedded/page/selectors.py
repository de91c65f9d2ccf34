"""Reading pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from commerce.embedded.attribute.models import AssignedPageValue, Attribute, PageTypeAttribute
from commerce.embedded.attribute.selectors import Assigned, Source, assigned_of, text_condition
from commerce.embedded.attribute.services.assign import Ownership
from commerce.embedded.engine.ids import pk_of, pks_of
from commerce.embedded.engine.remembered import own_lists, remembered, remembered_rows
from commerce.embedded.page.models import Page, PageType

OWNERSHIP = Ownership(AssignedPageValue, "page")


def visible_pages(*, staff: bool) -> QuerySet[Page]:
    """Return the pages that the caller may see: staff all, others the published ones."""
    return Page.objects.all() if staff else Page.objects.filter(is_published=True)


def page_condition(where: Mapping[str, Any]) -> Q:
    """Return the condition of a PageWhereInput."""
    condition = Q()
    for name, want in where.items():
        if want is None:
            continue
        if name == "ids":
            condition &= Q(pk__in=pks_of(want, "Page"))
        elif name == "slug":
            condition &= text_condition("slug", want)
        elif name == "page_type":
            condition &= type_condition("page_type", want, "PageType")
        elif name == "and_":
            for part in want:
                condition &= page_condition(part)
        elif name == "or_":
            alternatives = Q()
            for part in want:
                alternatives |= page_condition(part)
            condition &= alternatives
    return condition


def type_condition(column: str, want: Mapping[str, Any], type_name: str) -> Q:
    """Return the condition of a GlobalIDFilterInput on a foreign key."""
    condition = Q()
    if want.get("eq") is not None:
        condition &= Q(**{column: pk_of(want["eq"], type_name)})
    if want.get("one_of") is not None:
        condition &= Q(**{f"{column}__in": pks_of(want["one_of"], type_name)})
    return condition


def types_of(pages: Iterable[Page]) -> dict[int, PageType]:
    """Return each page's type."""
    pages = list(pages)
    found = remembered_rows(PageType, {page.page_type_id for page in pages})
    return {page.pk: found[page.page_type_id] for page in pages}


def carried_by(page_types: Iterable[int], *, hidden: bool) -> dict[int, list[Attribute]]:
    """Return the attributes of each page type in its order, with the hidden ones or not."""

    def read(missing: set[int]) -> dict[int, list[Attribute]]:
        carried: dict[int, list[Attribute]] = {pk: [] for pk in missing}
        rows = PageTypeAttribute.objects.filter(page_type__in=missing).select_related("attribute")
        for row in rows.order_by("sort_order", "id"):
            if hidden or row.attribute.visible_in_storefront:
                carried[row.page_type_id].append(row.attribute)
        return carried

    found = remembered(("attributes of page types", hidden), page_types, read)
    return own_lists(found)


def page_answers(*, hidden: bool) -> Source:
    """Return how the answers of pages are loaded; two queries for any number of pages."""

    def loader(pages: list[Page]) -> dict[int, list[Assigned]]:
        return assigned_of(
            pages,
            types={page.pk: page.page_type_id for page in pages},
            carried=carried_by({page.page_type_id for page in pages}, hidden=hidden),
            ownership=OWNERSHIP,
            source=source,
        )

    source = Source(("answers", hidden), loader)
    return source


def attributes_of_types(types: Iterable[PageType]) -> dict[int, list[Attribute]]:
    """Return what the pages of each type are asked, in the type's order; one query."""
    found: dict[int, list[Attribute]] = {kind.pk: [] for kind in types}
    links = PageTypeAttribute.objects.filter(page_type__in=found).select_related("attribute")
    for link in links.order_by("sort_order", "pk"):
        found[link.page_type_id].append(link.attribute)
    return found
