"""What machines read of the shop, and where a buyer's money goes: stories of ShopStories."""

import io
import json
import re
from decimal import Decimal
from xml.etree import ElementTree

from django.conf import settings
from django.test import override_settings
from PIL import Image

from storefront.shop.share_card import draw_card

SHAWL = "/products/kani-pashmina-shawl-paisley-field/"
_MAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
_ATOM = {"a": "http://www.w3.org/2005/Atom"}


class ForMachines:
    def test_a_page_names_itself_in_every_language(self):
        for path in (SHAWL, f"/ur{SHAWL}"):
            page = self.client.get(path).content.decode()
            links = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
            at = settings.PUBLIC_URL
            assert links == {
                "en": f"{at}{SHAWL}",
                "hi": f"{at}/hi{SHAWL}",
                "ur": f"{at}/ur{SHAWL}",
                "x-default": f"{at}{SHAWL}",
            }
            assert f'<link rel="canonical" href="{at}{path}">' in page

    def test_a_shared_link_has_name_picture_and_price(self):
        page = self.client.get(SHAWL).content.decode()
        said = dict(re.findall(r'<meta property="([a-z:]+)" content="([^"]*)">', page))
        assert said["og:title"].startswith("Kani Pashmina Shawl") and said["og:type"] == "product"
        assert said["og:image"].startswith(settings.PUBLIC_URL) and said["og:url"].endswith(SHAWL)
        card = said["og:image"].removeprefix(settings.PUBLIC_URL)
        before = self.client.get(card)
        assert (before.status_code, before["Cache-Control"]) == (302, "no-store"), (
            "the photograph, until it is drawn"
        )
        assert self.client.get(before["Location"])["Content-Type"] == "image/webp"
        draw_card(SHAWL.split("/")[2], "en")
        drawn = self.client.get(card)
        assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/jpeg")
        assert drawn["Cache-Control"] == "public, max-age=31536000, immutable"
        assert Image.open(io.BytesIO(b"".join(drawn.streaming_content))).size == (1200, 630)
        assert self.client.get(card.replace(".jpg", "0.jpg")).status_code == 404
        assert Decimal(said["product:price:amount"]) > 0 and said["product:price:currency"] == "INR"

    def test_a_picture_comes_in_what_the_browser_knows_and_is_large_behind_a_link(self):
        page = self.client.get(SHAWL).content.decode()
        first = re.search(r'<a class="zoom" id="picture-1" href="([^"]+)".*?</a>', page, flags=re.S)
        assert self.client.get(first[1])["Content-Type"] == "image/webp"
        avif = re.search(r'<source type="image/avif" srcset="([^"]+)"', first[0])[1].split(", ")
        widths = [int(each.split()[1].removesuffix("w")) for each in avif]
        steps = [240, 320, 480, 640, 960, 1280, 1600][: len(widths)]
        assert widths[:-1] == steps[:-1] and len(widths) >= 3
        assert steps[-2] < widths[-1] <= steps[-1], "the last is the whole picture where it is smaller"
        answer = self.client.get(avif[0].split()[0])
        assert (answer["Content-Type"], answer["Cache-Control"]) == (
            "image/avif",
            "public, max-age=31536000, immutable",
        )
        assert re.search(r'<img [^>]*data-k="[0-3]{3}"[^>]*fetchpriority="high"', first[0])
        assert " style=" not in page
        cards = self.client.get("/products/").content.decode()
        assert cards.count('<source type="image/avif"') == 24 and "1600.avif" not in cards

    def test_search_engines_read_price_stock_maker_and_way(self):
        page = self.client.get(SHAWL).content.decode()
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, flags=re.S)
        data = {each["@type"]: each for block in blocks for each in json.loads(block)["@graph"]}
        product = data["Product"]
        said = dict(re.findall(r'<meta property="([a-z:]+)" content="([^"]*)">', page))
        assert product["offers"]["price"] == said["product:price:amount"]
        assert product["offers"]["priceCurrency"] == "INR"
        assert product["offers"]["availability"] == "https://schema.org/InStock"
        assert product["brand"]["name"] == "Kanihama Tuji SHG"
        assert "aggregateRating" not in product
        assert [each["position"] for each in data["BreadcrumbList"]["itemListElement"]] == [1, 2, 3]

    def test_the_sitemap_leads_to_every_piece_and_maker_once(self):
        index = ElementTree.fromstring(self.client.get("/sitemap.xml").content)
        files = [each.text.removeprefix(settings.PUBLIC_URL) for each in index.iterfind(".//s:loc", _MAPS)]
        assert files == ["/sitemap-pages.xml", "/sitemap-goods-1.xml"]
        found = []
        for path in files:
            answer = self.client.get(path)
            assert answer["Content-Type"] == "application/xml"
            tree = ElementTree.fromstring(answer.content)
            found += [each.text for each in tree.iterfind(".//s:loc", _MAPS)]
            for url in tree.iterfind("s:url", _MAPS):
                assert len(url.findall("x:link", _MAPS)) == 4
        assert len(found) == len(set(found)) == 3 * (4 + 27 + 69)
        for address in found[:: len(found) // 9]:
            assert self.client.get(address.removeprefix(settings.PUBLIC_URL)).status_code == 200
        for wrong in ("goods-2", "goods-0", "goods-x", "goods-99999", "other"):
            assert self.client.get(f"/sitemap-{wrong}.xml").status_code == 404

    def test_crawlers_are_kept_out_of_what_is_private_and_out_of_a_demonstration(self):
        assert self.client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
        with override_settings(DEMO=False):
            text = self.client.get("/robots.txt").content.decode()
        assert f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml" in text
        assert {"Disallow: /orders/", "Disallow: /ur/account/", "Disallow: /staff/"} <= set(text.splitlines())
        assert "Disallow: /products/" not in text

    def test_new_goods_can_be_followed_in_each_language(self):
        for path, first in (("/feed/", SHAWL), ("/ur/feed/", f"/ur{SHAWL}")):
            answer = self.client.get(path)
            assert answer["Content-Type"] == "application/atom+xml"
            feed = ElementTree.fromstring(answer.content)
            entries = feed.findall("a:entry", _ATOM)
            assert len(entries) == 30
            addresses = [each.find("a:id", _ATOM).text for each in entries]
            assert all(each.startswith(settings.PUBLIC_URL) for each in addresses)
            prefix = f"{settings.PUBLIC_URL}{first.rpartition('/products/')[0]}/products/"
            assert all(each.startswith(prefix) for each in addresses)

    def test_where_the_money_goes_adds_up_to_the_price(self):
        whole = self.client.get(f"{SHAWL}money/")
        assert whole.status_code == 200 and b"<html" in whole.content
        for pin in ("", "?pin=560034"):
            page = self.client.get(f"{SHAWL}money/{pin}", headers={"HX-Target": "money"}).content.decode()
            assert "<html" not in page and "Kanihama Tuji SHG, who made it" in page
            sums = [
                Decimal(each.replace(",", ""))
                for each in re.findall(r"<td>(?:<b>)?<bdi>₹([0-9,.]+)</bdi>", page)
            ]
            assert len(sums) >= 3 and sum(sums[:-1]) == sums[-1], page
            assert ("Sent to Karnataka" in page) is bool(pin)

    def test_a_pin_that_is_none_is_told(self):
        page = self.client.get(f"{SHAWL}money/?pin=12", headers={"HX-Target": "money"}).content.decode()
        assert 'class="note warn"' in page
        assert self.client.get("/products/nothing-of-the-kind/money/").status_code == 404
