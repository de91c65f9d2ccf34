"""What our app may do in the store; the same list stands in the app's manifest."""

from typing import Final

APP_PERMISSIONS: Final = frozenset(
    {
        "HANDLE_PAYMENTS",
        "HANDLE_TAXES",
        "IMPERSONATE_USER",
        "MANAGE_CHANNELS",
        "MANAGE_CHECKOUTS",
        "MANAGE_DISCOUNTS",
        "MANAGE_ORDERS",
        "MANAGE_ORDERS_IMPORT",
        "MANAGE_PAGES",
        "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
        "MANAGE_PRODUCTS",
        "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
        "MANAGE_SETTINGS",
        "MANAGE_SHIPPING",
        "MANAGE_TAXES",
        "MANAGE_TRANSLATIONS",
        "MANAGE_USERS",
    }
)
