"""The editors' desk: the queue, one page for each, and what becomes of what is typed there."""

from datetime import timedelta

import pytest
from django.test import Client

from catalogue import facade as catalogue
from catalogue.facade import ListingState
from catalogue.models import Listing, ListingStep
from catalogue.web.views import EDITORS
from jkrlm.kernel import clock
from jkrlm.kernel.models import OutboxMessage
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role, User, audit_trail
from tests.bad_input.unchanged import nothing_changes
from tests.catalogue.goods import RAFIQA, SHAMEEMA, as_draft, cushion, mine, photo, spoken
from tests.common.buyer import text
from tests.registry.world import open_registry, somebody

pytestmark = pytest.mark.django_db

STRANGERS = [role for role in Role if role not in EDITORS]
TYPED = {
    "kind": "crewel",
    "title": "Crewel Cushion, blue vine",
    "title_hi": "क्रूएल कुशन",
    "title_ur": "کریول کشن",
    "description": "Wool on cotton.",
    "description_hi": "",
    "description_ur": "",
    "hsn": "6304 9299",
    "weight_grams": "650",
    "dims_cm": "42 x 42 x 3",
    "attr-fabric": "cotton",
    "attr-colour": "ivory and blue",
    "words": "",
}


def browser(*roles: Role, name: str = "Rukhsana Bano") -> Client:
    client = Client()
    client.user = somebody(name, *roles)
    client.force_login(client.user, backend=DEMO_BACKEND)
    return client


@pytest.fixture(autouse=True)
def registry() -> None:
    open_registry()


@pytest.fixture
def editor() -> Client:
    return browser(Role.EDITOR)


def typed(listing_id: int, act: str, **changes: object) -> dict[str, object]:
    version = Listing.objects.values_list("version", flat=True).get(pk=listing_id)
    return {**TYPED, "version": version, "act": act, **changes}


def press(client: Client, listing_id: int, act: str, **changes: object):
    return client.post(f"/staff/goods/{listing_id}/", typed(listing_id, act, **changes))


def test_the_queue_shows_what_waits_longest_first_and_no_draft(editor) -> None:
    first, second = catalogue.propose(cushion()), catalogue.propose(cushion(kind="willow", answers={}))
    catalogue.propose(as_draft(cushion(kind="copper", answers={})))
    Listing.objects.filter(pk=second.id).update(sent_at=clock.now() - timedelta(days=3))
    page = text(editor.get("/staff/goods/"))
    assert page.index("Willow") < page.index("Crewel embroidery ·")
    assert "waits 3 days" in page
    assert "In checking 2" in " ".join(page.split())
    assert f"/staff/goods/{first.id}/" in editor.get("/staff/goods/?kind=crewel&group=kz09").content.decode()
    for odd in ("?page=999", "?page=x", "?state=magic", "?group=%25", "?kind=nothing"):
        assert editor.get(f"/staff/goods/{odd}").status_code == 200


def test_the_page_of_goods_shows_photographs_voice_words_answers_and_price(editor) -> None:
    row = catalogue.propose(cushion(voice_key=spoken(), photo_keys=(photo("red"), photo("blue"))))
    answer = editor.get(f"/staff/goods/{row.id}/")
    page = text(answer)
    for words in (
        "Kanihama Tuji SHG",
        "Wool on cotton, my own pattern.",
        "ivory and blue",
        "1,450",
        "The group gets",
    ):
        assert words in page, words
    body = answer.content.decode()
    for place in (0, 1):
        photograph = f"/staff/goods/{row.id}/photos/{place}/512/"
        assert photograph in body
        assert editor.get(photograph)["Content-Type"] == "image/webp"
        assert Client().get(f"/media/{row.photo_keys[place]}/512.webp").status_code == 404
    for odd in ("2/512", "0/513"):
        assert editor.get(f"/staff/goods/{row.id}/photos/{odd}/").status_code == 404
    assert 'value="63049299"' in body
    assert 'value="1300"' in body

    voice = f"/staff/goods/{row.id}/voice/"
    whole = editor.get(voice)
    assert (whole.status_code, whole["Content-Type"]) == (200, "audio/mpeg")
    piece = editor.get(voice, headers={"Range": "bytes=0-3"})
    sound = b"".join(whole.streaming_content) if whole.streaming else whole.content
    assert (piece.status_code, piece.content) == (206, sound[:4])
    assert piece["Content-Range"] == f"bytes 0-3/{len(sound)}"
    assert "no-store" in piece["Cache-Control"]


def test_an_editor_keeps_a_text_and_approves_it_later(editor) -> None:
    row = catalogue.propose(cushion())
    assert press(editor, row.id, "save", hsn="", title="Half a tit").status_code == 302
    assert "Half a tit" in editor.get(f"/staff/goods/{row.id}/").content.decode()
    refused = press(editor, row.id, "approve", hsn="", title="Half a tit")
    assert refused.status_code == 422
    assert "This is needed before it can be approved." in text(refused)
    assert press(editor, row.id, "approve").status_code == 302
    kept = Listing.objects.get(pk=row.id)
    assert (kept.stage, kept.sku, kept.hsn, kept.dims_cm) == ("approved", "KZ09-0001", "63049299", "42x42x3")
    assert kept.facts == {"fabric": "cotton", "colour": "ivory and blue"}
    assert kept.decided_by == editor.user
    assert mine(row.id).state == ListingState.APPROVED
    event = OutboxMessage.objects.get(name="ListingApproved")
    assert event.payload == {"listing_id": row.id, "group": "KZ09", "person_id": SHAMEEMA}
    assert [entry.verb for entry in audit_trail(f"listing {row.id}", most=5)] == ["listing.approve"]


def test_sent_back_with_reasons_the_seller_reads_why_and_sends_it_again(editor) -> None:
    row = catalogue.propose(cushion())
    none = press(editor, row.id, "send-back", words="The light is poor")
    assert none.status_code == 422
    assert "The light is poor" in text(none)
    done = press(
        editor, row.id, "send-back", reasons=["photo-dark"], words="By the window, please", hsn="wrong"
    )
    assert done.status_code == 302
    back = mine(row.id)
    assert back.state == ListingState.SENT_BACK
    assert back.reason == ("The photo is too dark or not sharp. Take it in daylight. By the window, please")
    event = OutboxMessage.objects.get(name="ListingSentBack")
    assert event.payload == {
        "listing_id": row.id,
        "group": "KZ09",
        "person_id": SHAMEEMA,
        "title": "Crewel embroidery",
    }
    again = catalogue.revise(row.id, cushion(key=row.key, photo_keys=(photo("white"),)))
    assert (again.state, again.reason) == (ListingState.CHECKING, "")
    steps = ListingStep.objects.filter(listing_id=row.id).values_list("what", flat=True)
    assert list(steps) == ["sent", "sent-back", "sent"]


def test_of_two_editors_the_second_is_told_and_loses_nothing(editor) -> None:
    other = browser(Role.EDITOR, name="Nuzhat Ara")
    row = catalogue.propose(cushion())
    hers = typed(row.id, "approve", title="Her own title")
    assert press(editor, row.id, "approve").status_code == 302
    with nothing_changes():
        second = other.post(f"/staff/goods/{row.id}/", hers)
    assert second.status_code == 409
    assert "Somebody else has decided on this" in text(second)
    assert "Her own title" in second.content.decode()
    assert 'value="approve"' not in second.content.decode()
    assert Listing.objects.get(pk=row.id).title == TYPED["title"]
    with nothing_changes():
        twice = editor.post(f"/staff/goods/{row.id}/", {**hers, "title": "Pressed twice"})
    assert twice.status_code == 302


def test_what_the_seller_changed_meanwhile_is_shown_before_it_is_decided(editor) -> None:
    row = catalogue.propose(cushion())
    stale = typed(row.id, "approve", title="Her own title")
    catalogue.revise(row.id, cushion(key=row.key, words="It has a stain"))
    told = editor.post(f"/staff/goods/{row.id}/", stale)
    assert told.status_code == 409
    assert "It has a stain" in text(told)
    assert "Her own title" in told.content.decode()
    version = Listing.objects.get(pk=row.id).version
    assert f'name="version" value="{version}"' in told.content.decode()
    assert editor.post(f"/staff/goods/{row.id}/", {**stale, "version": version}).status_code == 302
    assert Listing.objects.get(pk=row.id).title == "Her own title"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("hsn", "63", "An HSN code has 4, 6 or 8 digits."),
        ("dims_cm", "big", "Write it as length x width x height"),
        ("weight_grams", "0", "greater than or equal to 1"),
        ("title", "", "This is needed before it can be approved."),
        ("kind", "magic", "Select a valid choice."),
        ("version", "x", "Enter a whole number."),
        ("description", "NUL \x00 byte", "Null characters are not allowed."),
    ],
)
def test_a_fault_is_said_beside_its_field_and_nothing_changes(editor, field, value, words) -> None:
    row = catalogue.propose(cushion())
    with nothing_changes():
        answer = press(editor, row.id, "approve", **{field: value})
    assert answer.status_code == 422
    assert words in text(answer)


def test_numbers_and_yes_or_no_are_kept_as_the_store_wants_them(editor) -> None:
    row = catalogue.propose(cushion(kind="copper", answers={"tinned": "yes", "capacity-ml": "1500"}))
    page = editor.get(f"/staff/goods/{row.id}/").content.decode()
    assert '<option value="yes" selected>' in page
    wrong = press(editor, row.id, "save", kind="copper", **{"attr-capacity-ml": "much"})
    assert "Write a number." in text(wrong)
    given = {"attr-capacity-ml": "1500", "attr-tinned": "no", "attr-metal": "copper"}
    assert press(editor, row.id, "save", kind="copper", **given).status_code == 302
    assert Listing.objects.get(pk=row.id).facts == {"capacity-ml": "1500", "tinned": False, "metal": "copper"}


@pytest.mark.parametrize("role", STRANGERS)
def test_a_stranger_of_every_role_is_refused_and_nothing_changes(role) -> None:
    row = catalogue.propose(cushion(voice_key=spoken()))
    stranger = browser(role, name=f"Stranger {role}")
    given = typed(row.id, "approve")
    with nothing_changes():
        for path in ("", f"{row.id}/", f"{row.id}/voice/", f"{row.id}/photos/0/512/"):
            assert stranger.get(f"/staff/goods/{path}").status_code == 403, path
        assert stranger.post(f"/staff/goods/{row.id}/", given).status_code == 403


def test_somebody_who_has_not_signed_in_is_led_to_sign_in() -> None:
    row = catalogue.propose(cushion(voice_key=spoken()))
    for path in ("", f"{row.id}/", f"{row.id}/voice/", f"{row.id}/photos/0/512/"):
        assert Client().get(f"/staff/goods/{path}").status_code == 302


def test_drafts_and_unknown_goods_are_not_there_for_staff(editor) -> None:
    draft = catalogue.propose(as_draft(cushion(voice_key=spoken(), person_id=RAFIQA)))
    for number in (draft.id, 99_999):
        assert editor.get(f"/staff/goods/{number}/").status_code == 404
        assert editor.get(f"/staff/goods/{number}/voice/").status_code == 404
        assert editor.get(f"/staff/goods/{number}/photos/0/512/").status_code == 404
        assert editor.post(f"/staff/goods/{number}/", {**TYPED, "version": 1}).status_code == 404


def test_an_editor_sees_the_desk_of_goods_on_her_way_in(editor) -> None:
    assert "/staff/goods/" in editor.get("/staff/").content.decode()
    assert User.objects.filter(role_grants__role=Role.EDITOR).count() == 1
