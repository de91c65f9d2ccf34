"""The shop's pages over the demo catalogue: what a visitor reads, without JavaScript."""

import re
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.test import TestCase

import logistics.facade as logistics
import sellers.tax.facade as tax
from catalogue.facade import load_demo
from storefront.shop.known_makers import forget_makers
from tests.common.shop_pages.weight import weigh
from tests.storefront.for_machines import ForMachines

SHAWL = "/products/kani-pashmina-shawl-paisley-field/"
STOLE = "/products/handspun-pashmina-stole-undyed/"


@contextmanager
def counted_sql():
    statements = []

    def count(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield statements


def text_of(response):
    body = re.sub(r"<(script|style|head).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(body.replace("&amp;", "&").split())


def links_of(response):
    return re.findall(r'href="([^"#][^"]*)"', response.content.decode())


class HomePage:
    def test_home_leads_to_crafts_goods_makers_and_districts(self):
        response = self.client.get("/")
        assert response.status_code == 200
        text = text_of(response)
        assert "Demonstration" in text
        assert "In this demonstration the marks on goods are samples." in text
        links = links_of(response)
        assert len([link for link in links if link.startswith("/products/?category=")]) >= 14
        assert len([link for link in links if re.fullmatch(r"/products/[a-z0-9-]+/", link)]) == 8
        assert len([link for link in links if re.fullmatch(r"/makers/[a-z0-9-]+/", link)]) == 6
        assert len([link for link in links if link.startswith("/products/?district=")]) == 18

    def test_no_page_links_to_what_is_not_there(self):
        """Every address on the shop's pages answers."""
        seen = set()
        for start in ("/", "/products/", SHAWL, "/makers/", "/ur/"):
            for link in links_of(self.client.get(start)):
                if link.startswith((settings.STATIC_URL, "mailto:", "tel:")) or link in seen:
                    continue
                seen.add(link)
        wrong = {link for link in sorted(seen)[::3] if self.client.get(link, follow=True).status_code != 200}
        assert wrong == set()

    def test_every_page_names_its_one_true_address_in_full(self):
        for path in ("/", "/products/", "/makers/"):
            page = self.client.get(path).content.decode()
            assert f'<link rel="canonical" href="{settings.PUBLIC_URL}{path}">' in page

    def test_pages_fit_the_byte_budget(self):
        for path in (
            "/",
            "/products/",
            STOLE,
            SHAWL,
            f"{SHAWL}?pin=560034",
            f"/ur{STOLE}",
            "/makers/",
            "/ur/products/",
            "/hi/",
        ):
            assert weigh(self.client.get(path), self.client).over() == {}, path

    def test_pages_ask_the_database_a_fixed_number_of_times(self):
        most = {"/": 10, "/products/": 8, "/products/?q=pashmina": 9, SHAWL: 8}
        most |= {"/hi/": 11, "/ur/products/": 8, f"/hi{SHAWL}": 8}
        for path in most:
            self.client.get(path)
        counted = {}
        for path in most:
            with counted_sql() as statements:
                self.client.get(path)
            counted[path] = len(statements)
        assert {path: count for path, count in counted.items() if count > most[path]} == {}, counted


class Listing:
    def test_the_listing_has_24_cards_with_live_prices_and_pages(self):
        response = self.client.get("/products/")
        assert text_of(response).count("₹") >= 24
        assert response.content.decode().count('<article class="pc') == 24
        assert "69 pieces" in text_of(response)
        assert "/products/?page=2" in links_of(response)

    def test_facets_narrow_and_chips_widen_again(self):
        response = self.client.get("/products/?craft=kani&price_max=10000&sort=price")
        assert text_of(response).count("Remove filter") == 0  # an aria-label, not text
        page = response.content.decode()
        assert 'aria-label="Remove filter: Kani weaving"' in page
        assert 'aria-label="Remove filter: Up to ₹10,000"' in page
        assert "/products/?price_max=10000&amp;sort=price" in page
        assert "/products/?craft=kani&amp;sort=price" in page
        assert page.count('<article class="pc') == 1
        assert '<input type="hidden" name="craft" value="kani">' in page

    def test_a_typing_error_is_put_right_and_said(self):
        text = text_of(self.client.get("/products/?q=pashmna"))
        assert "Showing results for pashmina . Nothing is called “pashmna”." in text

    def test_nothing_found_says_what_to_do(self):
        response = self.client.get("/products/?q=zzqqzzqq")
        assert response.status_code == 200
        assert "Nothing matches all of this" in text_of(response)
        assert '<meta name="robots" content="noindex">' in response.content.decode()

    def test_what_makes_no_sense_is_explained(self):
        response = self.client.get("/products/?price_min=cheap&page=x&sort=best&craft=%00&gi=%F0%9F%98%80")
        assert response.status_code in (200, 400)
        response = self.client.get("/products/?price_min=cheap&page=x&sort=best&craft=nobody-knows")
        assert response.status_code == 200
        assert "The lowest price is no number, so it was left out." in text_of(response)

    def test_a_page_beyond_the_last_leads_to_the_last(self):
        response = self.client.get("/products/?page=99&gi=1")
        assert (response.status_code, response["Location"]) == (302, "/products/?gi=1&page=2")

    def test_htmx_gets_the_listing_alone_and_caches_know(self):
        response = self.client.get("/products/?gi=1", headers={"HX-Request": "true", "HX-Target": "listing"})
        page = response.content.decode()
        assert page.startswith("<title>")
        assert "<html" not in page
        assert '<div id="listing">' in page
        assert {"HX-Target", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}

    def test_only_reading_is_allowed(self):
        assert self.client.post("/products/").status_code == 405

    def test_urdu_runs_from_right_to_left_with_names_of_its_own(self):
        response = self.client.get("/ur/products/?q=پشمینہ")
        page = response.content.decode()
        assert '<html lang="ur" dir="rtl">' in page
        assert "کانی پشمینہ شال" in page
        assert "<bdi>₹" in page
        assert 'href="/products/?q=' in page  # the same search in English


class ProductPage:
    def test_the_page_says_what_it_is_who_made_it_and_how_many_are_left(self):
        text = text_of(self.client.get(SHAWL))
        for words in (
            "Kani Pashmina Shawl, paisley field",
            "Kanihama Tuji SHG · Kanihama, Budgam",
            "₹1,65,000",
            "GST included",
            "One of a kind: the only one",
            "Demo illustration, not a photograph",
            "Covers shoulders and back, and wraps across the front.",
            "Packed in Budgam within 7 days of your order.",
        ):
            assert words in text, words

    def test_the_pin_answers_days_price_cash_and_seller(self):
        text = text_of(self.client.get(f"{SHAWL}?pin=190001"))
        assert re.search(r"\w{3} \d+ (?:\w{3} )?to \w{3} \d+ \w{3} to Srinagar, Jammu and Kashmir", text), (
            text
        )
        assert "Cash on delivery goes up to ₹25,000." in text
        assert "Sold by Kanihama Tuji SHG (sample)" in text

    def test_outside_the_state_another_seller_answers(self):
        text = text_of(self.client.get(f"{SHAWL}?pin=560034"))
        assert "to Karnataka" in text
        assert "Sold by Narbal Hunar CLF (sample) GSTIN" in text

    def test_a_pin_that_is_none_is_explained(self):
        for pin in ("12", "999999", "abcdef", "1" * 500):
            response = self.client.get(SHAWL, {"pin": pin})
            assert response.status_code == 200
            assert "We do not know this PIN code." in text_of(response), pin

    def test_htmx_gets_the_delivery_answer_alone(self):
        response = self.client.get(
            f"{SHAWL}?pin=190001", headers={"HX-Request": "true", "HX-Target": "delivery"}
        )
        assert response.content.decode().strip().startswith('<form id="delivery"')

    def test_what_can_be_bought_can_be_put_in_the_bag_by_a_form(self):
        page = self.client.get(SHAWL).content.decode()
        form = re.search(r'<form[^>]* action="/cart/add/" method="post".*?</form>', page, flags=re.S)
        assert form
        assert re.search(r'<input type="hidden" name="variant" value="[^"]+">', form[0])
        assert '<input type="hidden" name="quantity" value="1">' in form[0]

    def test_unknown_goods_are_not_found_in_the_shops_hand(self):
        response = self.client.get("/products/nothing-of-the-kind/")
        assert response.status_code == 404
        assert "There is nothing at this address" in text_of(response)

    def test_more_by_the_group_leaves_this_piece_out(self):
        response = self.client.get("/makers/kanihama-tuji-shg/goods/", {"but": SHAWL})
        assert f'href="{SHAWL}"' not in response.content.decode()
        assert "Handspun Pashmina Stole, undyed" in text_of(response)


class Makers:
    def test_all_groups_with_a_page_are_listed_as_samples(self):
        response = self.client.get("/makers/")
        assert len(set(links_of(response)) & {"/makers/kanihama-tuji-shg/", "/makers/zafran-bagh-shg/"}) == 2
        assert "The groups named here are invented for this demonstration" in text_of(response)
        assert response.content.decode().count('<article class="group">') == 27

    def test_a_groups_page_shows_its_place_and_its_goods(self):
        text = text_of(self.client.get("/makers/kanihama-tuji-shg/"))
        assert "Kanihama Tuji SHG (sample)" in text
        assert "12 women, saving together since 2015" in text
        assert "Kani Pashmina Shawl, paisley field" in text

    def test_unknown_groups_and_cursors_are_harmless(self):
        assert self.client.get("/makers/nobody/").status_code == 404
        response = self.client.get("/makers/?after=rubbish")
        assert (response.status_code, response["Location"]) == (302, "/makers/")
        assert self.client.get("/makers/nobody/goods/").status_code == 200


class ShopStories(HomePage, Listing, ProductPage, Makers, ForMachines, TestCase):
    """All of them over one loading of the demo catalogue."""

    @classmethod
    def setUpTestData(cls):
        forget_makers()
        logistics.load_reference_data()
        tax.load_reference_data()
        tax.load_demo_registrations()
        load_demo()

    @classmethod
    def tearDownClass(cls):
        forget_makers()
        super().tearDownClass()
