"""A group downloads what is hers, staff any collection; nobody prints a mark that is not in force."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest
from django.test import Client
from PIL import Image

from catalogue.facade import load_demo
from certification.standards.services.licence_brand import give_licence
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, count_attempt
from sellers.portal.facade import load_demo_sellers
from storefront.brand_kit import contracts, pictures, selectors
from storefront.brand_kit.web.answers import PAPERS
from storefront.shop.known_makers import forget_makers
from tests.common.pdf import facts_of, words_of
from tests.reviews.world import staff

GROUP = "KZ09"


@dataclass
class Hers:
    """The leader of KZ09 with her phone."""

    client: Client

    def asks(self, path: str = "/sell/brand-kit/", **asked: object):
        return self.client.get(path, asked)


@pytest.fixture
def leader(db: None) -> Hers:
    load_demo()
    load_demo_sellers()
    forget_makers()
    hers = Hers(Client())
    hers.client.post("/demo/", {"person": "leader"})
    return hers


def give(code: str = GROUP) -> None:
    today = clock.today()
    give_licence(
        group_code=code,
        valid_from=today - timedelta(days=10),
        valid_until=today + timedelta(days=300),
        key=f"kit-{code}",
        by=None,
        now=clock.now(),
    )


def test_a_group_prints_her_own_goods_under_a_licence_and_nobody_elses(leader: Hers, monkeypatch) -> None:
    page = leader.asks()
    assert page.status_code == 200 and "no licence for the brand" in page.content.decode()
    assert leader.asks(kind="hang-tag", piece="x").status_code == 422
    give()

    mine = selectors.pieces_of_groups([GROUP], language="en").on_page
    others = selectors.pieces_of_groups(["KZ11"], language="en").on_page
    page = leader.asks().content.decode()
    assert len(mine) > 1 and all(f'value="{each.slug}" checked' in page for each in mine)
    assert not any(each.slug in page for each in others)

    nothing = leader.asks(kind="sticker", copies="2", language="ur")
    assert nothing.status_code == 422
    told = nothing.content.decode()
    assert "Choose at least one piece" in told and 'value="2"' in told
    not_hers = leader.asks(kind="sticker", piece=others[0].slug)
    assert not_hers.status_code == 422
    too_many = leader.asks(kind="sticker", piece=mine[0].slug, copies="61")
    assert too_many.status_code == 422

    tags = leader.asks(
        kind="hang-tag", piece=[mine[0].slug, others[0].slug], copies="10", language="hi", price="on"
    )
    assert tags.status_code == 200 and tags["Content-Type"] == "application/pdf"
    assert "umeed-hang-tag-hi.pdf" in tags["Content-Disposition"] and "no-store" in tags["Cache-Control"]
    assert "Pages:           2" in facts_of(tags.content)  # nine on a sheet
    assert mine[0].price.removeprefix("₹") in words_of(tags.content)
    assert others[0].price.removeprefix("₹") not in words_of(tags.content)

    picture = leader.asks(f"/sell/brand-kit/{mine[0].slug}.png")
    assert Image.open(io.BytesIO(picture.content)).size == (1080, 1080)
    assert leader.asks(f"/sell/brand-kit/{others[0].slug}.png").status_code == 404
    assert Client().get(f"/sell/brand-kit/{mine[0].slug}.png").status_code in (302, 303)


def test_so_many_papers_and_pictures_in_ten_minutes_and_what_was_chosen_stays(leader: Hers) -> None:
    give()
    piece = selectors.pieces_of_groups([GROUP], language="en").on_page[0]
    user = leader.asks().wsgi_request.user
    for _paper in range(PAPERS.most - 1):
        count_attempt(PAPERS, subject=str(user.pk), now=clock.now())
    asked = {"kind": "hang-tag", "piece": piece.slug, "copies": "7", "language": "hi"}
    assert leader.asks(f"/sell/brand-kit/{piece.slug}.png").status_code == 200
    for told in (leader.asks(**asked), leader.asks(f"/sell/brand-kit/{piece.slug}.png")):
        assert told.status_code == 429 and "Too many tries. Wait" in told.content.decode()
    kept = leader.asks(**asked).content.decode()
    assert 'value="7"' in kept and f'value="{piece.slug}" checked' in kept


def test_a_mark_is_printed_only_while_a_certificate_is_in_force(leader: Hers, monkeypatch) -> None:
    plain = selectors.pieces_of_groups([GROUP], language="en").on_page[0]
    assert plain.certificate == "" and plain.link.endswith(f"/products/{plain.slug}/")
    held = SimpleNamespace(number="JKTPO-26-00099", grade_name="Grade I")
    asked: dict[str, object] = {}

    def in_force(ids, *, on):
        asked.update(ids=list(ids), on=on)
        return {plain.product_id: (held,)}

    monkeypatch.setattr(selectors, "certificates_of_products", in_force)
    marked = selectors.pieces_of_groups([GROUP], language="ur").on_page[0]
    assert marked.certificate == held.number and marked.link.endswith(f"/credentials/{held.number}/")
    assert asked["on"] == clock.today() and plain.product_id in asked["ids"]


def test_staff_make_a_book_of_any_collection(leader: Hers) -> None:
    editor = staff(Role.EDITOR)
    every = editor.get("/staff/brand-kit/").content.decode()
    assert every.count('name="piece"') == 69, "the whole of the demo's shop"
    shown = editor.get("/staff/brand-kit/", {"craft": "kani"}).content.decode()
    assert shown.count('name="piece"') < every.count('name="piece"')
    pieces = [each.slug for each in selectors.pieces_of_groups([GROUP], language="en").on_page]
    asked = {
        "kind": "look-book",
        "title": "Winter in the valley",
        "piece": pieces[:3],
        "printer": "on",
        "price": "on",
    }
    book = editor.get("/staff/brand-kit/", asked)
    assert book.status_code == 200
    assert "Winter in the valley" in " ".join(words_of(book.content).split())
    assert "Pages:           4" in facts_of(book.content)
    refused = editor.get("/staff/brand-kit/", {**asked, "piece": []})
    assert refused.status_code == 422 and "Winter in the valley" in refused.content.decode()
    assert staff(Role.LABORATORY).get("/staff/brand-kit/").status_code == 403


def few_on_a_paper(monkeypatch, count: int) -> None:
    """A group of two hundred pieces, by cutting the paper and not the cloth."""
    for room in (selectors, contracts):
        monkeypatch.setattr(room, "MOST_PIECES", count)


def test_what_one_paper_cannot_hold_is_on_the_next_one_and_the_page_says_so(
    leader: Hers, monkeypatch
) -> None:
    give()
    every = [each.slug for each in selectors.pieces_of_groups([GROUP], language="en").on_page]
    few_on_a_paper(monkeypatch, 2)
    parts = [
        selectors.pieces_of_groups([GROUP], language="en", page=n + 1) for n in range(-(-len(every) // 2))
    ]
    assert len(parts) > 1, "the demo's group has more than two pieces"
    assert [each.slug for part in parts for each in part.on_page] == every, "none is left out, none twice"

    first, last = leader.asks(), leader.asks(page=str(len(parts)))
    told = first.content.decode()
    assert f"Pieces 1 to 2 of {len(every)}" in told and 'href="?page=2" rel="next"' in told
    assert f'value="{every[-1]}" checked' in last.content.decode() and every[-1] not in told
    assert 'rel="next"' not in last.content.decode()
    beyond = leader.asks(page="99").content.decode()
    assert f'value="{every[-1]}" checked' in beyond, "beyond the last is the last"

    asked = {"kind": "sticker", "piece": every[-1], "page": str(len(parts)), "language": "en"}
    tags = leader.asks(**asked)
    assert tags.status_code == 200 and f"umeed-sticker-en-{len(parts)}.pdf" in tags["Content-Disposition"]
    picture = leader.asks(f"/sell/brand-kit/{every[-1]}.png")
    assert picture.status_code == 200, "a picture of any piece, on whatever page it stands"


def test_staff_too_see_how_many_there_are_and_go_on(leader: Hers, monkeypatch) -> None:
    few_on_a_paper(monkeypatch, 40)
    editor = staff(Role.EDITOR)
    first = editor.get("/staff/brand-kit/").content.decode()
    assert "69 pieces" in first and "Pieces 1 to 40 of 69" in first and 'href="?page=2" rel="next"' in first
    second = editor.get("/staff/brand-kit/", {"page": "2"}).content.decode()
    assert second.count('name="piece"') == 29 and 'rel="next"' not in second
    assert 'name="page" value="2"' in second, "its paper is of this part"


def jpeg(size: tuple[int, int] = (40, 30), kind: str = "PNG", mode: str = "RGBA") -> bytes:
    made = io.BytesIO()
    Image.new(mode, size).save(made, kind)
    return made.getvalue()


@pytest.fixture
def remote(settings, monkeypatch) -> Callable[[Callable[[httpx.Request], httpx.Response]], None]:
    """The store is a Saleor elsewhere, which answers so."""
    settings.SALEOR_API_URL = "https://store.example.org/graphql/"

    def answer(how: Callable[[httpx.Request], httpx.Response]) -> None:
        client = httpx.Client(transport=httpx.MockTransport(how))
        monkeypatch.setattr(pictures.httpx, "stream", client.stream)

    return answer


def test_a_picture_of_a_store_elsewhere_is_fetched_from_it_and_from_nobody_else(remote) -> None:
    asked: list[str] = []

    def how(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        match request.url.path:
            case "/good.png":
                return httpx.Response(200, content=jpeg())
            case "/huge":
                return httpx.Response(200, content=b"x" * 6_000_000)
            case "/broken":
                return httpx.Response(200, content=b"no picture")
            case "/away":
                raise httpx.ConnectTimeout("nobody there")
            case _:
                return httpx.Response(302, headers={"Location": "https://elsewhere.example.org/"})

    remote(how)
    base = "https://store.example.org"
    paths = ("/good.png", "/huge", "/broken", "/away", "/moved")
    found = pictures.pictures_of(
        [*(base + path for path in paths), "https://elsewhere.example.org/a.png", "file:///etc/passwd"]
    )
    assert set(found) == {base + "/good.png"}
    assert found[base + "/good.png"].startswith(b"\xff\xd8")
    assert sorted(asked) == sorted(base + path for path in paths)


def test_what_is_long_is_asked_for_once_and_a_book_has_its_end(leader: Hers) -> None:
    """A book of the most pieces is made in one go; what is more stands on the next page of the kit."""
    some = selectors.pieces_of_groups([GROUP], language="en").on_page[0]
    many = [replace(some, slug=f"s{n}") for n in range(96)]
    from storefront.brand_kit.papers import look_book_pdf

    assert "Pages:           50" in facts_of(
        look_book_pdf(many, title="All", language="en", for_printer=True)
    )
