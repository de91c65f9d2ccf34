"""The buyer's addresses; mounted once for every language."""

from django.urls import include, path

from storefront.shop import feeds, home, listing, makers, money_goes, product, share_card

app_name = "storefront"

urlpatterns = [
    path("", home.home, name="home"),
    path("products/", listing.listing, name="listing"),
    path("feed/", feeds.new_goods, name="new-goods"),
    path("products/<str:slug>/", product.product, name="product"),
    path("products/<str:slug>/share/<str:name>.jpg", share_card.card, name="product-card"),
    path("products/<str:slug>/money/", money_goes.money, name="product-money"),
    path("makers/", makers.makers, name="makers"),
    path("makers/<str:slug>/", makers.maker, name="maker"),
    path("makers/<str:slug>/goods/", makers.goods, name="maker-goods"),
    path("", include("storefront.accounts.urls")),
    path("", include("storefront.bag.urls")),
    path("", include("storefront.checkout.urls")),
    path("", include("storefront.orders.urls")),
    path("", include("storefront.aftercare.urls")),
]
