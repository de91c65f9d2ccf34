"""What the demo's groups say of themselves in Hindi and Urdu; checked by no native reader yet."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from catalogue.reference import district_specs
from catalogue.services.store_inputs import document
from commerce.client import LanguageCodeEnum, PageTranslationInput
from commerce.facade import Store, refuse_on
from sellers.registry.facade import Group

#: Where, of whom, since when; what they make; whom they belong to.
_SENTENCES: Final = {
    "hi": (
        "{district} ज़िले के {block} ब्लॉक में {village} की {members} महिलाएँ {year} से साथ काम करती हैं। "
        "उनका काम: {makes}।",
        "यह समूह {organisation} और {federation} का हिस्सा है।",
    ),
    "ur": (
        "ضلع {district} کے بلاک {block} میں {village} کی {members} خواتین {year} سے مل کر کام کرتی ہیں۔ "
        "ان کا کام: {makes}۔",
        "یہ گروپ {organisation} اور {federation} کا حصہ ہے۔",
    ),
}
_AND: Final = {"hi": " और ", "ur": " اور "}


def write_story(store: Store, page_id: str, group: Group, row: Mapping[str, Any]) -> None:
    """Translate a maker's page where nobody has; ``row`` is the group's of the seed."""
    for code, name in (("hi", group.name_hi), ("ur", group.name_ur)):
        language = LanguageCodeEnum(code.upper())
        page = store.maker_page(slug=group.slug, language=language, translated=True).page
        if page is None or page.translation is not None:
            continue
        answer = store.page_translate(
            id=page_id,
            language=language,
            input=PageTranslationInput(title=name, content=document(_story(code, group, row))),
        ).page_translate
        assert answer is not None
        refuse_on(answer.errors)


def _story(code: str, group: Group, row: Mapping[str, Any]) -> list[str]:
    texts = json.loads((Path(__file__).parent / "texts.json").read_text(encoding="utf-8"))
    district = next(spec.district for spec in district_specs() if spec.district.name == group.district)
    facts = {
        "district": district.name_in(code),
        "block": texts["places"][row["block"]][code],
        "village": texts["places"][row["village_or_post_office"]][code],
        "members": group.members,
        "year": group.formed_year,
        "makes": _AND[code].join(texts["makes"][each][code] for each in row["makes"]),
        "organisation": group.village_organisation,
        "federation": group.cluster_level_federation,
    }
    return [sentence.format(**facts) for sentence in _SENTENCES[code]]
