"""Slugs: made from names, unique in their table, counted up as Saleor does (`kani-shawl-2`)."""

import re
import unicodedata
from typing import Final

from django.db import models
from django.utils.text import slugify

from commerce.embedded.engine.errors import Refusal

SLUG_MAX: Final = 255


def slug_of(name: str) -> str:
    """Return a slug for a name: ASCII where accents can be dropped, otherwise its own letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return (slugify(plain) or slugify(name, allow_unicode=True))[: SLUG_MAX - 8]


def free_slug(model: type[models.Model], name: str) -> str:
    """
    Return a slug for `name` that no row of `model` has: the plain one, or with the next number.

    Raises:
        Refusal: REQUIRED, nothing of the name can stand in a slug.
    """
    base = slug_of(name)
    if not base:
        raise Refusal(code="REQUIRED", message="Slug value cannot be blank.", field="slug")
    taken = set(
        model._default_manager.filter(slug__regex=rf"^{re.escape(base)}(-\d+)?$").values_list(
            "slug", flat=True
        )
    )
    if base not in taken:
        return base
    numbers = [int(slug.rpartition("-")[2]) for slug in taken if slug != base]
    return f"{base}-{max(numbers, default=1) + 1}"


def checked_slug(model: type[models.Model], slug: str, *, except_pk: object = None) -> str:
    """
    Return the slug as given when it may be used for a row of `model`.

    Raises:
        Refusal: REQUIRED when blank, INVALID when not a slug, UNIQUE when another row has it.
    """
    if not slug.strip():
        raise Refusal(code="REQUIRED", message="Slug value cannot be blank.", field="slug")
    if len(slug) > SLUG_MAX or not re.fullmatch(r"[-\w]+", slug):
        raise Refusal(
            code="INVALID",
            message="Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
            field="slug",
        )
    if model._default_manager.filter(slug=slug).exclude(pk=except_pk).exists():
        name = model._meta.verbose_name or ""
        raise Refusal(
            code="UNIQUE", message=f"{str(name).capitalize()} with this Slug already exists.", field="slug"
        )
    return slug
