"""Forms of the photo desk with something missing: a sentence beside the field, and nothing is changed."""

import pytest
from django.test import Client

from jkrlm.people.facade import Role
from media.models import StoredPicture
from tests.bad_input.unchanged import nothing_changes
from tests.catalogue.goods import open_house
from tests.catalogue.test_editors_desk import browser
from tests.common.buyer import text
from tests.photos.samples import dark
from tests.photos.world import kept, photo, sold

pytestmark = pytest.mark.django_db

BETTER = {
    "version": "1", "turns": "1", "left": "0", "top": "0", "right": "1000", "bottom": "1000",
    "white": "point", "grey_x": "500", "grey_y": "500", "exposure": "2", "levels": "on",
}  # fmt: skip
WORDS = {"version": "1", "alt_en": "A cushion", "alt_hi": "", "alt_ur": "", "shows": "", "people": "nobody"}
YES = {
    "key": "yes-7", "who": "Haseena Begum", "said_by": "", "contact": "", "given_on": "2026-11-03",
    "means": "paper", "evidence": "Form 7, Budgam hub",
}  # fmt: skip


@pytest.fixture
def editor() -> Client:
    open_house()
    return browser(Role.EDITOR, name="Nasreen Jan")


@pytest.mark.parametrize("button", ["", "press", "look", "undo"])
def test_a_recipe_with_a_field_missing_is_answered_and_never_a_fault(editor: Client, button: str) -> None:
    one = photo(sold(kept(dark())))
    address = f"/staff/photos/{one.pk}/better/"
    pressed = {button: "turn" if button == "press" else "1"} if button else {}
    for name in ("version", "turns", "exposure"):
        left = {field: typed for field, typed in BETTER.items() if field != name}
        with nothing_changes():
            answer = editor.post(address, {**left, **pressed})
        assert answer.status_code == 422, name
    for name in ("left", "top", "right", "bottom", "white", "grey_x", "grey_y", "levels"):
        left = {field: typed for field, typed in BETTER.items() if field != name}
        one.refresh_from_db()
        answer = editor.post(address, {**left, **pressed, "version": one.version})
        assert answer.status_code == 302, name
    with nothing_changes():
        assert editor.post(address, pressed).status_code == 422


@pytest.mark.parametrize(("act", "whole"), [("words", WORDS), ("consent", YES), ("accept", {})])
def test_other_forms_with_a_field_missing_are_answered_and_never_a_fault(
    editor: Client, act: str, whole: dict[str, str]
) -> None:
    one = photo(sold(kept(dark())))
    for name in whole:
        left = {field: typed for field, typed in whole.items() if field != name}
        assert editor.post(f"/staff/photos/{one.pk}/{act}/", left).status_code in (302, 409, 422), name
    assert editor.post(f"/staff/photos/{one.pk}/{act}/", {}).status_code in (302, 409, 422)


def test_a_press_on_a_picture_that_was_forgotten_meanwhile_says_so(editor: Client) -> None:
    one = photo(sold(kept(dark())))
    StoredPicture.objects.filter(key=one.original_key).delete()
    answer = editor.post(f"/staff/photos/{one.pk}/better/", {**BETTER, "press": "turn"})
    assert answer.status_code == 422
    assert "This photograph is kept no more." in text(answer)
