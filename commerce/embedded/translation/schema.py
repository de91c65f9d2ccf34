"""GraphQL: translations, written and shown."""

from typing import Any, Final

from commerce.embedded.attribute.models import Attribute, AttributeValue
from commerce.embedded.attribute.selectors import Assigned
from commerce.embedded.engine.ids import found, pk_of
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.menu.models import MenuItem
from commerce.embedded.page.models import Page
from commerce.embedded.product.models import Category, Collection, Product, ProductVariant
from commerce.embedded.product.services.save_product import touch_product
from commerce.embedded.translation.models import OWNERS, Translation
from commerce.embedded.translation.selectors import language_display, translation_of, value_translation
from commerce.embedded.translation.services import translate
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id

Payload = dict[str, Any]

#: mutation -> (what is translated, the payload's field, the model)
_MUTATIONS: Final[dict[str, tuple[str, str, Any]]] = {
    "attributeTranslate": ("attribute", "attribute", Attribute),
    "attributeValueTranslate": ("attribute_value", "attribute_value", AttributeValue),
    "categoryTranslate": ("category", "category", Category),
    "collectionTranslate": ("collection", "collection", Collection),
    "menuItemTranslate": ("menu_item", "menu_item", MenuItem),
    "pageTranslate": ("page", "page", Page),
    "productTranslate": ("product", "product", Product),
    "productVariantTranslate": ("variant", "product_variant", ProductVariant),
}
#: The contract's words for what the table calls by one name.
_COLUMNS: Final = {"title": "name", "description": "content", "content": "content", "rich_text": "content"}


class PageToTranslate:
    """A page as translators see it: PageTranslatableContent."""

    graphql_type = "PageTranslatableContent"

    def __init__(self, page: Page) -> None:
        self.page = page
        self.id = global_id("PageTranslatableContent", page.pk)
        self.page_id = global_id("Page", page.pk)
        self.title, self.slug, self.pk = page.title, page.slug, page.pk


def _bind(name: str, owner: str, field: str, model: Any) -> None:
    @mutation(name, errors="TranslationError", permission="MANAGE_TRANSLATIONS")
    def translated(info: Info, id: str, input: Payload, language_code: str) -> Payload:
        row = found(model, _plain_id(id, model.__name__))
        given = {_COLUMNS.get(key, key): value for key, value in input.items()}
        translate(owner=owner, pk=row.pk, language=language_code, given=given)
        if isinstance(row, Product):
            touch_product(product_pk=row.pk, now=now())
        return {field: PageToTranslate(row) if isinstance(row, Page) else row}


def _plain_id(gid: str, name: str) -> str:
    """Return the object's own id: Saleor takes also the id of its translatable content."""
    pk = pk_of(gid, f"{name}TranslatableContent")
    return gid if pk < 0 else global_id(name, pk)


for _name, (_owner, _field, _model) in _MUTATIONS.items():
    _bind(_name, _owner, _field, _model)


def _show(owner: str, type_name: str) -> None:
    @resolver(type_name, "translation")
    def shown(source: Any, info: Info, language_code: str) -> Translation | None:
        if owner == "attribute_value":
            return value_translation(source, language_code)
        return translation_of(source, owner, language_code)

    @resolver(f"{type_name}Translation", "language")
    def language(source: Translation, info: Info) -> Payload:
        return language_display(source.language_code)


for _owner, _type in OWNERS.items():
    _show(_owner, _type)


def _content(type_name: str, field: str, column: str = "content") -> None:
    @resolver(type_name, field)
    def shown(source: Translation, info: Info) -> Any:
        return getattr(source, column) or None


for _type in ("ProductTranslation", "CategoryTranslation", "CollectionTranslation"):
    _content(_type, "description")
    _content(_type, "name", "name")
_content("PageTranslation", "content")
_content("PageTranslation", "title", "name")
_content("AttributeValueTranslation", "richText")
_content("AttributeValueTranslation", "plainText", "plain_text")
for _type in ("ProductTranslation", "CategoryTranslation", "CollectionTranslation", "PageTranslation"):
    _content(_type, "seoTitle", "seo_title")
    _content(_type, "seoDescription", "seo_description")


@resolver("PageTranslatableContent", "translation")
def page_translation(source: PageToTranslate, info: Info, language_code: str) -> Translation | None:
    return translation_of(source.page, "page", language_code)


@resolver("AssignedChoiceAttributeValue", "translation")
def choice_translation(value: Any, info: Info, language_code: str) -> str | None:
    row = value_translation(value, language_code)
    return row.name or None if row else None


@resolver("AssignedPlainTextAttribute", "translation")
def text_translation(assigned: Assigned, info: Info, language_code: str) -> str | None:
    row = value_translation(assigned.values[0], language_code) if assigned.values else None
    return row.plain_text or None if row else None
