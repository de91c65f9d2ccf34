"""Every page that a buyer can open: there is a sample of it, it answers in three languages, and it is light."""

from pathlib import Path

import pytest

from tests.common.shop_pages.addresses import NO_PAGES, PREFIXES, buyers_names
from tests.common.shop_pages.here import for_shop_pages
from tests.common.shop_pages.weight import NASKH, NASKH_MOST, weigh
from tests.common.shop_pages.worlds import WORLDS

__all__ = ["for_shop_pages"]

NAMES = {
    "shop": {
        "storefront:home",
        "storefront:listing",
        "storefront:product",
        "storefront:product-money",
        "storefront:enquiry",
        "shop_reviews:questions",
        "storefront:makers",
        "storefront:maker",
        "storefront:cart",
        "storefront:checkout",
    },
    "after buying": {
        "storefront:order",
        "storefront:order-cancel",
        "storefront:order-send-back",
        "storefront:upi",
        "storefront:document",
        "shop_reviews:write",
        "shop_grievances:complain",
        "shop_grievances:thread",
    },
    "account": {
        "storefront:account",
        "storefront:account-sign-in",
        "storefront:account-code",
        "storefront:account-settings",
        "storefront:account-confirm",
        "storefront:account-addresses",
        "storefront:account-new-address",
        "storefront:account-address",
        "storefront:account-data",
        "storefront:account-export",
        "storefront:wishlist",
    },
    "draws": {"exhibition_draw:draw"},
    "exhibitions": {
        "exhibitions_public:listed",
        "exhibitions_public:one",
        "exhibitions_public:ask_pass",
        "exhibitions_public:pass",
    },
    "labels": {
        "cert_verification:check",
        "cert_verification:label",
        "cert_verification:report",
        "cert_certificates_public:certificate",
        "cert_certificates_public:passport",
        "cert_certificates_public:standard",
    },
}


def test_no_page_is_without_a_sample() -> None:
    """A new address stands in a world, or among those that show no page, with the reason."""
    assert set().union(*NAMES.values()) | NO_PAGES.keys() == buyers_names()
    assert NAMES.keys() == WORLDS.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("world", WORLDS)
def test_pages_answer_in_three_languages_and_weigh_little(world: str, for_shop_pages: None) -> None:
    samples = WORLDS[world]()
    assert {each.name for each in samples} >= NAMES[world]
    heavy = {}
    for sample in samples:
        for language, prefix in PREFIXES.items():
            page = sample.client.get(prefix + sample.path)
            assert page.status_code == sample.status, (sample, language, page.status_code, page.headers)
            assert f'<html lang="{language}"' in page.content.decode(), (sample, language)
            if over := weigh(page, sample.client).over():
                heavy[f"{sample}, {language}"] = over
    assert heavy == {}


def test_the_second_face_of_urdu_is_light() -> None:
    fonts = Path(__file__).resolve().parents[2] / "storefront" / "static" / "storefront" / "fonts"
    assert (fonts / NASKH).stat().st_size <= NASKH_MOST
