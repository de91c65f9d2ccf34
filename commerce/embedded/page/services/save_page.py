"""Making and changing a page and its type."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from commerce.embedded.attribute.models import Attribute, AttributeValue, PageTypeAttribute
from commerce.embedded.attribute.services.assign import read_answers, save_answers
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.slugs import checked_slug, free_slug
from commerce.embedded.engine.unique import unique_or_refused
from commerce.embedded.page.models import Page, PageType
from commerce.embedded.page.selectors import OWNERSHIP, carried_by
from commerce.embedded.webhook.services import emit


@transaction.atomic
def create_page_type(*, name: str, slug: str | None, attributes: Sequence[Attribute]) -> PageType:
    """
    Return a new page type that carries these attributes in this order.

    Raises:
        Refusal: REQUIRED name, UNIQUE or INVALID slug, INVALID attribute of products.
    """
    if not name.strip():
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
    if any(attribute.type != "PAGE_TYPE" for attribute in attributes):
        raise Refusal("Only page attributes can be assigned.", code="INVALID", field="addAttributes")
    with unique_or_refused():
        page_type = PageType.objects.create(
            name=name, slug=checked_slug(PageType, slug) if slug else free_slug(PageType, name)
        )
    PageTypeAttribute.objects.bulk_create(
        PageTypeAttribute(page_type=page_type, attribute=attribute, sort_order=position)
        for position, attribute in enumerate(dict.fromkeys(attributes))
    )
    return page_type


@transaction.atomic
def assign_attributes(*, page_type: PageType, attributes: Sequence[Attribute]) -> PageType:
    """
    Add attributes after those that the type has.

    Raises:
        Refusal: INVALID attribute of products, ATTRIBUTE_ALREADY_ASSIGNED.
    """
    if any(attribute.type != "PAGE_TYPE" for attribute in attributes):
        raise Refusal("Only page attributes can be assigned.", code="INVALID", field="attributeIds")
    links = PageTypeAttribute.objects.filter(page_type=page_type)
    if links.filter(attribute__in=attributes).exists():
        raise Refusal(
            "Some of the attributes have been already assigned to this page type.",
            code="ATTRIBUTE_ALREADY_ASSIGNED",
            field="attributeIds",
        )
    last = links.aggregate(last=Max("sort_order"))["last"]
    PageTypeAttribute.objects.bulk_create(
        PageTypeAttribute(page_type=page_type, attribute=attribute, sort_order=position)
        for position, attribute in enumerate(dict.fromkeys(attributes), start=0 if last is None else last + 1)
    )
    return page_type


def _columns(given: Mapping[str, Any], *, page: Page | None, now: datetime) -> dict[str, Any]:
    """Return the columns that an input sets."""
    columns: dict[str, Any] = {name: given[name] for name in ("content", "published_at") if name in given}
    if given.get("title") is not None:
        columns["title"] = given["title"].strip()
        if not columns["title"]:
            raise Refusal("This field cannot be blank.", code="REQUIRED", field="title")
    if given.get("slug") is not None:
        columns["slug"] = checked_slug(Page, given["slug"], except_pk=page.pk if page else None)
    if given.get("is_published") is not None:
        columns["is_published"] = given["is_published"]
        had_date = page.published_at if page else None
        if given["is_published"] and not columns.get("published_at") and not had_date:
            columns["published_at"] = now
    seo = given.get("seo") or {}
    columns |= {f"seo_{name}": seo[name] or "" for name in ("title", "description") if name in seo}
    return columns


@transaction.atomic
def create_page(*, page_type: PageType, given: Mapping[str, Any], now: datetime) -> Page:
    """
    Return a new page with its answers; emits PAGE_CREATED.

    Raises:
        Refusal: REQUIRED title or answer, UNIQUE or INVALID slug, INVALID answer.
    """
    if not (given.get("title") or "").strip():
        raise Refusal("Title cannot be blank.", code="REQUIRED", field="title")
    columns = _columns(given, page=None, now=now)
    columns.setdefault("slug", free_slug(Page, columns["title"]))
    answers = read_answers(
        given=given.get("attributes") or (),
        allowed=carried_by([page_type.pk], hidden=True)[page_type.pk],
        complete=True,
    )
    with unique_or_refused():
        page = Page.objects.create(page_type=page_type, created_at=now, **columns)
    save_answers(ownership=OWNERSHIP, owner_pk=page.pk, answers=answers)
    emit("PAGE_CREATED", page=page)
    return page


@transaction.atomic
def update_page(*, page: Page, given: Mapping[str, Any], now: datetime) -> Page:
    """
    Return the page with what the input sets; emits PAGE_UPDATED.

    Raises:
        Refusal: as for a new page.
    """
    columns = _columns(given, page=page, now=now)
    answers = read_answers(
        given=given.get("attributes") or (),
        allowed=carried_by([page.page_type_id], hidden=True)[page.page_type_id],
        complete=False,
    )
    for name, value in columns.items():
        setattr(page, name, value)
    if columns:
        with unique_or_refused():
            page.save(update_fields=list(columns))
    if "title" in columns:
        AttributeValue.objects.filter(reference_page=page).update(name=page.title)
    save_answers(ownership=OWNERSHIP, owner_pk=page.pk, answers=answers)
    emit("PAGE_UPDATED", page=page)
    return page
