"""What may be permitted, with Saleor's names; the words are those that its dashboard shows."""

from typing import Final

PERMISSIONS: Final = {
    "HANDLE_CHECKOUTS": "Handle checkouts",
    "HANDLE_PAYMENTS": "Handle payments",
    "HANDLE_TAXES": "Handle taxes",
    "IMPERSONATE_USER": "Impersonate user.",
    "MANAGE_APPS": "Manage apps",
    "MANAGE_CHANNELS": "Manage channels.",
    "MANAGE_CHECKOUTS": "Manage checkouts",
    "MANAGE_CUSTOMER_TYPES_AND_ATTRIBUTES": "Manage customer types and attributes.",
    "MANAGE_DISCOUNTS": "Manage sales and vouchers.",
    "MANAGE_GIFT_CARD": "Manage gift cards.",
    "MANAGE_MENUS": "Manage navigation.",
    "MANAGE_OBSERVABILITY": "Manage observability",
    "MANAGE_ORDERS": "Manage orders.",
    "MANAGE_ORDERS_IMPORT": "Manage orders import.",
    "MANAGE_PAGES": "Manage pages.",
    "MANAGE_PAGE_TYPES_AND_ATTRIBUTES": "Manage page types and attributes.",
    "MANAGE_PLUGINS": "Manage plugins",
    "MANAGE_PRODUCTS": "Manage products.",
    "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES": "Manage product types and attributes.",
    "MANAGE_SETTINGS": "Manage settings.",
    "MANAGE_SHIPPING": "Manage shipping.",
    "MANAGE_STAFF": "Manage staff.",
    "MANAGE_TAXES": "Manage taxes",
    "MANAGE_TRANSLATIONS": "Manage translations.",
    "MANAGE_USERS": "Manage customers.",
}


def in_order(codes: "set[str] | frozenset[str]") -> list[str]:
    """Return the permissions as Saleor lists them: by code names, which are in small letters."""
    return sorted(codes, key=str.lower)


def displayed(codes: "set[str] | frozenset[str]") -> list[dict[str, str]]:
    """Return permissions as the contract shows them: code and words."""
    return [{"code": code, "name": PERMISSIONS[code]} for code in in_order(codes)]
