"""
Reading translations: one query for all that is shown together.

Those of products are on the hottest pages; a process remembers them under the catalogue's version.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, Final

from django.db import connection

from commerce.embedded.engine.peers import load
from commerce.embedded.engine.remembered import own, versions
from commerce.embedded.translation.models import Translation

_KEPT_MAX: Final = 5_000
_kept: "OrderedDict[tuple[str, int, str, int], Translation | None]" = OrderedDict()
_lock = Lock()

_LANGUAGES: Final = {"EN": "English", "HI": "Hindi", "UR": "Urdu"}


def language_display(code: str) -> dict[str, str]:
    """Return a language as the contract shows it."""
    return {"code": code, "language": _LANGUAGES.get(code, code)}


def translations(owner: str, language: str, pks: Iterable[int]) -> dict[int, Translation]:
    """Return by the object's pk its translation; one query."""
    rows = Translation.objects.filter(**{f"{owner}__in": set(pks), "language_code": language})
    return {getattr(row, f"{owner}_id"): row for row in rows}


def _of_products(language: str, pks: Iterable[int]) -> dict[int, Translation]:
    """Return as ``translations``, asking only for products not read since the catalogue changed last."""
    version = (str(connection.settings_dict["NAME"]), versions().catalogue, language)
    wanted = set(pks)
    with _lock:
        known = {pk: _kept[*version, pk] for pk in wanted if (*version, pk) in _kept}
    missing = wanted - known.keys()
    if missing:
        read = translations("product", language, missing)
        known |= {pk: read.get(pk) for pk in missing}
        with _lock:
            _kept.update({(*version, pk): read.get(pk) for pk in missing})
            while len(_kept) > _KEPT_MAX:
                _kept.popitem(last=False)
    return {pk: own(row) for pk, row in known.items() if row is not None}


def translation_of(item: Any, owner: str, language: str) -> Translation | None:
    """Return an object's translation, read for all of its peers at once."""
    found: Translation | None = load(item, ("translation", language), _loader(owner, language))
    return found


def _loader(owner: str, language: str) -> Callable[[list[Any]], dict[int, Translation]]:
    def of(items: list[Any]) -> dict[int, Translation]:
        pks = (item.pk for item in items)
        return _of_products(language, pks) if owner == "product" else translations(owner, language, pks)

    return of


def value_translation(value: Any, language: str) -> Translation | None:
    """Return the translation of an attribute's value, read for all values that were read with it."""
    family = getattr(value, "family", None)
    if family is None:
        return translation_of(value, "attribute_value", language)
    found = family.memo.get(language)
    if found is None:
        found = translations("attribute_value", language, (each.pk for each in family.values))
        family.memo[language] = found
    row: Translation | None = found.get(value.pk)
    return row


def pk_by_slug(owner: str, slug: str, language: str) -> int | None:
    """Return what stands at this address in this language. One query."""
    pk: int | None = (
        Translation.objects.filter(**{"slug": slug, "language_code": language, f"{owner}__isnull": False})
        .values_list(f"{owner}_id", flat=True)
        .first()
    )
    return pk
