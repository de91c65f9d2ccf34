"""The evidence of a case: photographs of goods are given, photographs of papers are named and withheld."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import certification.cases.facade as cases
import certification.inspection.facade as inspection
from certification.certificates.documents.redaction import PAPER
from media.facade import FilesUnavailable, PictureUnknown, picture, picture_bytes

_ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """``data`` None: it is not in the file, ``withheld`` says why."""

    name: str
    what: str
    data: bytes | None
    withheld: str = ""


def evidence_of(number: str) -> Iterator[Evidence]:
    """
    Yield the photographs of the application and of the visit, then what is withheld.

    Pictures were written anew when they came, so that no camera's data is in them.

    Raises:
        CaseUnknown: no case has this number.
    """
    case = cases.case(number)
    for code, keys in case.photo_keys.items():
        for place, key in enumerate(keys, 1):
            yield _picture(f"application-{code}-{place}", f"Photograph of the application: {code}", key)
    visit = inspection.visit_of(number)
    for place, photo in enumerate(visit.photos if visit is not None else (), 1):
        yield _picture(
            f"visit-{place}-{photo.code}", f"Photograph of the visit: {photo.code}", photo.picture_key
        )
    for code, keys in case.document_keys.items():
        for place, _key in enumerate(keys, 1):
            yield Evidence(f"paper-{code}-{place}", f"Paper: {code}", None, str(PAPER))


def _picture(name: str, what: str, key: str) -> Evidence:
    try:
        ending = _ENDINGS.get(picture(key).content_type, "bin")
        return Evidence(f"{name}.{ending}", what, picture_bytes(key))
    except (PictureUnknown, FilesUnavailable):
        return Evidence(name, what, None, "The file cannot be read now; ask again.")
