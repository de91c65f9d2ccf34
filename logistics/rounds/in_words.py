"""What a driver, her office and a hub read alike, each in her own language: why a parcel was not taken."""

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.utils.translation import get_language, override

MOST: Final = 200


def in_every_language(said: Callable[[], str]) -> dict[str, str]:
    """Return a sentence by language, as it is kept with a visit."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = str(said())[:MOST]
    return found


def in_hers(kept: str | Mapping[str, str]) -> str:
    """Return it as its reader reads; visits of before were kept in the driver's language alone."""
    if isinstance(kept, str):
        return kept
    return kept.get(get_language() or "", "") or kept.get("en", "")
