"""Licences on a phone: read in three languages, by day and night, with a paper that waits and one that counts."""

import shutil

import pytest

from jkrlm.people.facade import User
from sellers.registry.facade import licences
from sellers.registry.services.licences import record_licence
from storefront.demo.papers import load_demo_licence_papers
from tests.portal_goods.phones import Open, Village, browser, looked_at, phone, unlock, village
from tests.registry.test_licence_papers import AT, sent
from tests.registry.world import LONG_AGO

__all__ = ["browser", "phone", "village"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed"),
]


def test_the_demos_papers_lie_beside_their_licences_and_every_way_of_looking_is_right(
    phone: Open, village: Village
) -> None:
    editor = User.objects.create_user(email="editor@staff.invalid", name="Nasreen Jan")
    for kind, number in (("enrolment", "ENR0100001"), ("handloom-mark", "HLM-4711")):
        record_licence(
            code="KZ09", kind=kind, number=number, valid_from=LONG_AGO, last_day=None, actor=editor
        )
    for _time in range(2):
        load_demo_licence_papers(editor)
    assert all(row.paper_key for row in licences("KZ09"))
    assert sent(village.women.haseena, b"no paper").status_code == 422
    found: list[str] = []
    for scheme in ("light", "dark"):
        context = phone(scheme=scheme)
        unlock(context, village.women.haseena, village.url)
        page = context.new_page()
        for language in ("", "/hi", "/ur"):
            assert page.goto(f"{language}{AT}").status == 200  # type: ignore[union-attr]
            looked_at(page, found)
        page.locator("#send ~ .btn, form .btn").last.click()
        looked_at(page, found)
    assert found == []
