"""The door of the catalogue."""

from collections.abc import Callable, Iterator

from catalogue import reference, selectors
from catalogue.contracts import (
    AVAILABILITY,
    LAST_PAGE,
    SORTS,
    Category,
    Craft,
    District,
    FacetValue,
    SearchQuery,
    SearchResult,
    Sort,
)
from catalogue.contracts_listings import (
    HELD_AT_STALLS,
    Block,
    BlockReason,
    By,
    Choice,
    Holiday,
    Kind,
    Listing,
    ListingState,
    ListingWish,
    Question,
    StockKind,
    Variant,
    VariantWish,
)
from catalogue.errors import BadHoliday, BadWish, KeyTaken, ListingClosed, ListingMoved, ListingUnknown
from catalogue.invariants import invariants
from catalogue.kinds import kind_of, kinds
from catalogue.kinds_of_products import kinds_of_products
from catalogue.listing_rules import check_price
from catalogue.listing_selectors import (
    holiday_of,
    keys_of_acts,
    listing,
    listing_by_key,
    listings_of,
    media_keys_of,
    photos_of,
)
from catalogue.listings import (
    block,
    copy,
    end_holiday,
    propose,
    put_on_sale,
    revise,
    set_holiday,
    set_price,
    set_quantity,
    set_share_rule,
    take_off_sale,
    unblock,
)
from catalogue.personal_data import PERSONAL_DATA
from catalogue.photo_contracts import GoodsPhoto
from catalogue.reactions import (
    follow_product,
    on_blocks_changed,
    on_group_judged,
    on_group_sold,
    on_listing_approved,
    on_listing_pictured,
    on_listing_translated,
    on_pictures_equal,
    on_price_wished,
    on_stock_wished,
)
from catalogue.selectors import listed_pages, listed_products, marks_of
from catalogue.services.carry_marks import Marks, carry_marks
from catalogue.services.compare import compare as _compare
from catalogue.services.list_at_stalls import list_at_stalls
from catalogue.services.load_demo import DemoLoaded
from catalogue.services.load_demo import load_demo as _load_demo
from catalogue.services.photo_desk import Described, Yes
from catalogue.services.photo_desk import describe as describe_photo
from catalogue.services.photo_desk import make_better as make_photo_better
from catalogue.services.photo_desk import record_consent as record_photo_consent
from catalogue.services.product_facts import product_facts
from catalogue.services.provision import plan as _plan
from catalogue.services.provision import provision as _provision
from catalogue.services.reindex import reindex_all as _reindex_all
from catalogue.shelf import ShelfGoods, shelf_goods, shelf_warehouse, variants_of, wish_before
from commerce.facade import Drift, Step, Store, Window, app_store
from jkrlm.kernel.outbox import Event

__all__ = [
    "AVAILABILITY",
    "HELD_AT_STALLS",
    "LAST_PAGE",
    "PERSONAL_DATA",
    "SORTS",
    "BadHoliday",
    "BadWish",
    "Block",
    "BlockReason",
    "By",
    "Category",
    "Choice",
    "Craft",
    "DemoLoaded",
    "Described",
    "District",
    "FacetValue",
    "GoodsPhoto",
    "Holiday",
    "KeyTaken",
    "Kind",
    "Listing",
    "ListingClosed",
    "ListingMoved",
    "ListingState",
    "ListingUnknown",
    "ListingWish",
    "Marks",
    "Question",
    "SearchQuery",
    "SearchResult",
    "ShelfGoods",
    "Sort",
    "StockKind",
    "Variant",
    "VariantWish",
    "Yes",
    "attribute_name",
    "block",
    "care_for",
    "carry_marks",
    "categories",
    "check_price",
    "copy",
    "crafts",
    "describe_photo",
    "districts",
    "end_holiday",
    "holiday_of",
    "invariants",
    "keys_of_acts",
    "kind_of",
    "kinds",
    "kinds_of_products",
    "list_at_stalls",
    "listed_pages",
    "listed_products",
    "listing",
    "listing_by_key",
    "listings_of",
    "load_demo",
    "make_photo_better",
    "marks_of",
    "media_keys_of",
    "on_blocks_changed",
    "on_group_judged",
    "on_group_sold",
    "on_listing_approved",
    "on_listing_pictured",
    "on_listing_translated",
    "on_pictures_equal",
    "on_price_wished",
    "on_product_changed",
    "on_stock_wished",
    "photos_of",
    "product_facts",
    "propose",
    "provision",
    "provision_plan",
    "put_on_sale",
    "reconcile",
    "record_photo_consent",
    "reindex_all",
    "revise",
    "search",
    "set_holiday",
    "set_price",
    "set_quantity",
    "set_share_rule",
    "shelf_goods",
    "shelf_warehouse",
    "take_off_sale",
    "unblock",
    "variants_of",
    "wish_before",
]


def _silent(_line: str) -> None:
    """Take a line of progress and show it nowhere."""


def _no_step(_step: Step) -> None:
    """Take a step that is about to be done and show it nowhere."""


def search(query: SearchQuery) -> SearchResult:
    """
    Return one page of the goods asked for, with facets. Text of any kind is harmless.

    Fixed number of SQL statements: two; three where words were typed (four where the nearest word to a
    typing error is itself another spelling).
    """
    return selectors.search(query)


def crafts() -> tuple[Craft, ...]:
    """Return every craft, in the order in which they are shown."""
    return reference.crafts()


def categories() -> tuple[Category, ...]:
    """Return the kinds of goods, in the order in which they are shown."""
    return tuple(spec.category for spec in reference.category_specs())


def districts() -> tuple[District, ...]:
    """Return the twenty districts, Kashmir division first."""
    return tuple(spec.district for spec in reference.district_specs())


def care_for(category_slug: str, language: str) -> str:
    """Return how goods of a category are looked after; nothing for a category unknown to us."""
    return next((kind.care[language] for kind in categories() if kind.slug == category_slug), "")


def attribute_name(slug: str, language: str) -> str:
    """Return what an attribute is called in ``hi`` or ``ur``; nothing where only the store knows it."""
    return reference.attribute_name(slug, language)


def on_product_changed(event: Event) -> None:
    """
    Bring the index, and what a listing knows of its stock, up to date with the product that the event names.

    Raises:
        StoreUnavailable: the event is delivered again.
    """
    follow_product(event)


def reindex_all(progress: Callable[[str], None] = _silent) -> int:
    """Build the index anew from the store while it stays in use; return the number of products."""
    return _reindex_all(progress=progress)


def reconcile(window: Window) -> Iterator[Drift]:
    """Yield where index and store differ; mended unless the window is dry. See ``services.compare``."""
    return _compare(window)


def provision_plan(store: Store | None = None) -> tuple[Step, ...]:
    """Return what the store lacks for our shop, as steps in order; reads only."""
    return _plan(store or app_store()).steps


def provision(progress: Callable[[Step], None] = _no_step) -> None:
    """Set the store up for our shop: carry the plan out; see ``services.provision``."""
    _provision(progress=progress)


def load_demo(progress: Callable[[str], None] = _silent) -> DemoLoaded:
    """Put the demo's goods and makers into the store; see ``services.load_demo``."""
    return _load_demo(progress=progress)
