"""Within the shop's names and languages; every name here begins with account, or wishlist."""

from django.urls import path

from storefront.accounts.web import addresses, confirm, data, door, home, wishlist

urlpatterns = [
    path("account/", home.home, name="account"),
    path("account/sign-in/", door.sign_in, name="account-sign-in"),
    path("account/sign-in/code/", door.code, name="account-code"),
    path("account/sign-out/", door.sign_out, name="account-sign-out"),
    path("account/sign-out/everywhere/", door.sign_out_everywhere, name="account-sign-out-everywhere"),
    path("account/orders/", home.to_home),
    path("account/orders/add/", home.add_order, name="account-add-order"),
    path("account/orders/add-proven/", home.add_offered, name="account-add-offered"),
    path("account/orders/<str:token>/", home.to_order),
    path("account/orders/<str:token>/again/", home.again, name="account-again"),
    path("account/settings/", home.settings, name="account-settings"),
    path("account/settings/contact/", home.add_contact, name="account-add-contact"),
    path("account/settings/confirm/", confirm.confirm, name="account-confirm"),
    path("account/addresses/", addresses.addresses, name="account-addresses"),
    path("account/addresses/new/", addresses.new, name="account-new-address"),
    path("account/addresses/<int:address>/", addresses.change, name="account-address"),
    path("account/addresses/<int:address>/remove/", addresses.remove, name="account-remove-address"),
    path("account/addresses/<int:address>/default/", addresses.make_default, name="account-default-address"),
    path("account/data/", data.data, name="account-data"),
    path("account/data/export/", data.ask_export, name="account-ask-export"),
    path("account/data/export/<uuid:export>/", data.export, name="account-export"),
    path("account/data/export/<uuid:export>/umeed.zip", data.download, name="account-download"),
    path("account/data/erase/", data.erase, name="account-erase"),
    path("account/data/keep/", data.keep, name="account-keep"),
    path("wishlist/", wishlist.wishlist, name="wishlist"),
    path("wishlist/add/", wishlist.add, name="wishlist-add"),
    path("wishlist/remove/", wishlist.remove, name="wishlist-remove"),
    path("wishlist/clear/", wishlist.clear_gone, name="wishlist-clear"),
]
