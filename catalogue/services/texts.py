"""What goods are called and what is said of them in Hindi and Urdu: translations of the store's texts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from catalogue.models import Listing
from catalogue.services.store_inputs import document, paragraphs
from commerce.client import LanguageCodeEnum, TranslationInput
from commerce.facade import Store, app_store, refuse_on
from jkrlm.kernel.locks import advisory_lock

LANGUAGES: Final = (LanguageCodeEnum.HI, LanguageCodeEnum.UR)


@dataclass(frozen=True, slots=True)
class Text:
    """A description's lines are its paragraphs."""

    name: str
    description: str


Texts = Mapping[LanguageCodeEnum, Text]


def texts_of(row: Listing) -> Texts:
    return {
        LanguageCodeEnum.HI: Text(row.title_hi, row.description_hi),
        LanguageCodeEnum.UR: Text(row.title_ur, row.description_ur),
    }


def carry_texts(*, listing_id: int, languages: Collection[str]) -> str:
    """
    Give the store a listing's texts of some languages (``hi``, ``ur``) as they are now; return its product.

    What somebody wrote for the other languages in the store itself stays.
    Goods that are not in the store yet get their texts when they come there; nothing is returned.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    with advisory_lock(f"catalogue.listing:{listing_id}"):
        row = Listing.objects.filter(pk=listing_id, published_at__isnull=False).first()
        if row is None:
            return ""
        texts = {code: text for code, text in texts_of(row).items() if code.value.lower() in languages}
        write_texts(app_store(), row.product_id, texts)
        return str(row.product_id)


def write_texts(store: Store, product_id: str, texts: Texts) -> None:
    """Write these languages; an empty text takes the translation back, and English is shown again."""
    for language, text in texts.items():
        said = paragraphs(text.description)
        answer = store.product_translate(
            id=product_id,
            language=language,
            input=TranslationInput(name=text.name, description=document(said) if said else None),
        ).product_translate
        assert answer is not None
        refuse_on(answer.errors)


def add_texts(store: Store, product_id: str, texts: Texts) -> None:
    """Write the languages in which the store says nothing of the goods yet."""
    found = store.product_texts(ids=[product_id], first=1).products
    node = found.edges[0].node if found is not None and found.edges else None
    there = {LanguageCodeEnum.HI: node.hi, LanguageCodeEnum.UR: node.ur} if node is not None else {}
    write_texts(store, product_id, {code: text for code, text in texts.items() if there.get(code) is None})
