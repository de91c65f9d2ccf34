"""Writing what a text says in another language."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction

from commerce.embedded.engine.errors import Refusal
from commerce.embedded.product.counts import catalogue_changed
from commerce.embedded.translation.models import Translation

_LENGTHS: Final = {"name": 255, "slug": 255, "seo_title": 70, "seo_description": 300, "plain_text": 50_000}
_SPOKEN: Final = {
    "name": "name",
    "slug": "slug",
    "seo_title": "seoTitle",
    "seo_description": "seoDescription",
}


def translate(*, owner: str, pk: int, language: str, given: Mapping[str, Any]) -> Translation:
    """
    Set what is given of a text's translation; the rest stays.

    Raises:
        Refusal: INVALID for a text too long or an address that is none, UNIQUE for an address that is taken.
    """
    values = {name: value for name, value in given.items() if name in _LENGTHS or name == "content"}
    for name, longest in _LENGTHS.items():
        text = values.get(name)
        if text is not None and (len(text) > longest or "\x00" in text):
            raise _invalid(f"Longer than {longest} characters.", name)
    if "slug" in values:
        values["slug"] = values["slug"] or None
        if values["slug"] and not values["slug"].replace("-", "").replace("_", "").isalnum():
            raise _invalid("A slug has letters, digits, hyphens and underscores.", "slug")
    for name in ("name", "seo_title", "seo_description", "plain_text"):
        if name in values:
            values[name] = values[name] or ""
    try:
        with transaction.atomic():
            of: dict[str, Any] = {f"{owner}_id": pk}
            row, _ = Translation.objects.select_for_update().get_or_create(**of, language_code=language)
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
            if owner == "product":
                catalogue_changed()
    except IntegrityError:
        raise Refusal("Translation with this slug exists already.", code="UNIQUE", field="slug") from None
    return row


def _invalid(message: str, name: str) -> Refusal:
    return Refusal(message, code="INVALID", field=_SPOKEN.get(name, name))
