"""
Who may do what, written down apart from the code that decides it.

A new mutation without a row here, or a private field, fails the test.
"""

from typing import Final

#: Permission -> the mutations that it opens; "|": any of them.
BY_PERMISSION: Final = {
    "HANDLE_PAYMENTS": "transactionCreate transactionEventReport transactionRequestAction "
    "transactionRequestRefundForGrantedRefund",
    "MANAGE_APPS": "appActivate appCreate appDeactivate appDelete appDeleteFailedInstallation appFetchManifest "
    "appInstall appRetryInstall appTokenCreate appTokenDelete appUpdate eventDeliveryRetry",
    "MANAGE_APPS|AUTHENTICATED_APP": "webhookCreate webhookDelete webhookUpdate",
    "MANAGE_CHANNELS": "channelCreate channelUpdate",
    "MANAGE_DISCOUNTS": "voucherCataloguesAdd voucherCataloguesRemove voucherChannelListingUpdate "
    "voucherCodeBulkDelete voucherCreate voucherDelete voucherUpdate",
    "MANAGE_MENUS": "menuCreate menuDelete menuItemCreate menuItemDelete menuItemUpdate menuUpdate",
    "MANAGE_ORDERS": "orderBulkCancel orderCancel orderFulfill orderFulfillmentCancel "
    "orderFulfillmentUpdateTracking orderGrantRefundCreate orderMarkAsPaid orderNoteAdd orderNoteUpdate "
    "orderRefund orderUpdate orderUpdateShipping",
    "MANAGE_ORDERS_IMPORT": "orderBulkCreate",
    "MANAGE_PAGES": "pageCreate pageUpdate",
    "MANAGE_PAGE_TYPES_AND_ATTRIBUTES": "pageAttributeAssign pageTypeCreate",
    "MANAGE_PRODUCTS": "categoryCreate collectionAddProducts collectionChannelListingUpdate collectionCreate "
    "createWarehouse productBulkCreate productBulkDelete productChannelListingUpdate productCreate productDelete "
    "productMediaCreate productMediaDelete productMediaReorder productMediaUpdate productUpdate "
    "productVariantBulkCreate productVariantBulkUpdate "
    "productVariantChannelListingUpdate productVariantCreate productVariantStocksUpdate productVariantUpdate "
    "stockBulkUpdate",
    "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES": "attributeCreate productAttributeAssign productTypeCreate",
    "MANAGE_SHIPPING": "shippingZoneCreate shippingZoneUpdate",
    "MANAGE_STAFF": "permissionGroupCreate permissionGroupDelete permissionGroupUpdate staffCreate staffDelete "
    "staffUpdate",
    "MANAGE_TAXES": "taxConfigurationUpdate",
    "MANAGE_TRANSLATIONS": "attributeTranslate attributeValueTranslate categoryTranslate collectionTranslate "
    "menuItemTranslate pageTranslate productTranslate productVariantTranslate",
    "MANAGE_USERS": "addressCreate addressDelete addressSetDefault customerCreate customerDelete "
    "customerUpdate",
}

#: For a person who is signed in, about himself; nobody without a token does these.
OF_ONESELF: Final = (
    "accountAddressCreate accountAddressDelete accountAddressUpdate accountDelete accountRequestDeletion "
    "accountSetDefaultAddress accountUpdate checkoutCustomerAttach checkoutCustomerDetach confirmEmailChange "
    "passwordChange requestEmailChange sendConfirmationEmail tokensDeactivateAll"
).split()

#: For anybody: who holds a checkout's id holds the checkout, and the rest proves itself by a secret.
OPEN: Final = (
    "accountRegister appTokenVerify checkoutAddPromoCode checkoutBillingAddressUpdate checkoutComplete "
    "checkoutCreate checkoutDeliveryMethodUpdate checkoutEmailUpdate checkoutLinesAdd checkoutLinesDelete "
    "checkoutLinesUpdate checkoutRemovePromoCode checkoutShippingAddressUpdate confirmAccount "
    "deliveryOptionsCalculate paymentGatewayInitialize requestPasswordReset setPassword tokenCreate tokenRefresh "
    "tokenVerify transactionInitialize transactionProcess"
).split()

#: Decided by the object that is named: see the tests of metadata and of addresses.
BY_OBJECT: Final = ["updateMetadata", "updatePrivateMetadata"]
OWN_OR_MANAGED: Final = ["addressUpdate"]

_APP_OR_STAFF: Final = "AUTHENTICATED_APP|AUTHENTICATED_STAFF_USER"
#: Private fields that are refused before anything is looked at.
PRIVATE: Final = {
    "Query.app": f"{_APP_OR_STAFF}|MANAGE_APPS",
    "Query.apps": "MANAGE_APPS",
    "Query.appsInstallations": "MANAGE_APPS",
    "Query.channels": _APP_OR_STAFF,
    "Query.customers": "MANAGE_ORDERS|MANAGE_USERS",
    "Query.orders": "MANAGE_ORDERS",
    "Query.permissionGroup": "MANAGE_STAFF",
    "Query.permissionGroups": "MANAGE_STAFF",
    "Query.refundSettings": _APP_OR_STAFF,
    "Query.shippingZones": "MANAGE_SHIPPING",
    "Query.staffUsers": "MANAGE_STAFF",
    "Query.transaction": "HANDLE_PAYMENTS|MANAGE_ORDERS",
    "Query.transactions": "HANDLE_PAYMENTS|MANAGE_ORDERS",
    "Query.user": "MANAGE_ORDERS|MANAGE_STAFF|MANAGE_USERS",
    "Query.voucher": "MANAGE_DISCOUNTS",
    "Query.vouchers": "MANAGE_DISCOUNTS",
    "Query.warehouses": "MANAGE_ORDERS|MANAGE_PRODUCTS|MANAGE_SHIPPING",
    "Allocation.quantity": "MANAGE_ORDERS|MANAGE_PRODUCTS",
    "Allocation.warehouse": "MANAGE_ORDERS|MANAGE_PRODUCTS",
    "Channel.checkoutSettings": "MANAGE_CHANNELS|MANAGE_CHECKOUTS",
    "Channel.currencyCode": _APP_OR_STAFF,
    "Channel.isActive": _APP_OR_STAFF,
    "Channel.name": _APP_OR_STAFF,
    "Channel.orderSettings": "MANAGE_CHANNELS|MANAGE_ORDERS",
    "Channel.paymentSettings": "HANDLE_PAYMENTS|MANAGE_CHANNELS",
    "Channel.stockSettings": _APP_OR_STAFF,
    "Channel.taxConfiguration": _APP_OR_STAFF,
    "Channel.warehouses": _APP_OR_STAFF,
    "Checkout.transactions": "HANDLE_PAYMENTS|MANAGE_CHECKOUTS",
    "Checkout.voucher": "MANAGE_DISCOUNTS",
    "Group.users": "MANAGE_STAFF",
    "Order.events": "MANAGE_ORDERS",
    "Order.grantedRefunds": "MANAGE_ORDERS",
    "Order.totalGrantedRefund": "MANAGE_ORDERS",
    "Order.totalRemainingGrant": "MANAGE_ORDERS",
    "Order.transactions": "HANDLE_PAYMENTS|MANAGE_ORDERS",
    "OrderEvent.app": "MANAGE_APPS|MANAGE_ORDERS",
    "OrderEvent.user": "MANAGE_STAFF|MANAGE_USERS",
    "OrderLine.allocations": "MANAGE_ORDERS|MANAGE_PRODUCTS",
    "Product.channelListings": "MANAGE_PRODUCTS",
    "ProductVariant.channelListings": _APP_OR_STAFF,
    "ProductVariant.stocks": "MANAGE_ORDERS|MANAGE_PRODUCTS",
    "Shop.allowLoginWithoutConfirmation": "MANAGE_SETTINGS",
    "Shop.channelCurrencies": _APP_OR_STAFF,
    "Shop.defaultMailSenderAddress": "MANAGE_SETTINGS",
    "Shop.defaultMailSenderName": "MANAGE_SETTINGS",
    "Shop.enableAccountConfirmationByEmail": "MANAGE_SETTINGS",
    "Shop.limitQuantityPerCheckout": "MANAGE_SETTINGS",
    "Shop.version": _APP_OR_STAFF,
    "Stock.quantity": "MANAGE_ORDERS|MANAGE_PRODUCTS",
    "Stock.quantityAllocated": "MANAGE_ORDERS|MANAGE_PRODUCTS",
    "User.note": "MANAGE_STAFF|MANAGE_USERS",
    "Voucher.channelListings": "MANAGE_DISCOUNTS",
    "Voucher.collections": "MANAGE_DISCOUNTS",
    "Voucher.products": "MANAGE_DISCOUNTS",
    "Voucher.variants": "MANAGE_DISCOUNTS",
}
