"""What a phone kept arrives piece by piece, over a network that breaks off: each piece counts once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from catalogue.facade import ListingState
from jkrlm.kernel.clock import now
from jkrlm.people.models import AuditEntry
from media.facade import FILE_MAX_BYTES
from media.uploads import PIECE_BYTES
from sellers.portal.services.keep_file import drop_old_files
from tests.portal_goods.world import (
    GOODS,
    Women,
    agree,
    arrives,
    file_arrives,
    goods_of,
    kept,
    photograph,
    recording,
    values,
)


@pytest.fixture
def haseena(women: Women) -> int:
    return women.id_of("Haseena Begum")


def test_photos_first_then_the_goods(women: Women, haseena: int) -> None:
    draft, first, second, voice = (uuid4() for _each in range(4))
    assert file_arrives(women.haseena, haseena, draft, first, photograph()).status_code == 201
    assert file_arrives(women.haseena, haseena, draft, second, photograph("navy")).status_code == 201
    assert file_arrives(women.haseena, haseena, draft, voice, recording(), "audio/webm").status_code == 201
    said = arrives(
        women.haseena,
        haseena,
        f"drafts/{draft}/",
        values(photos=[str(second), str(first)], voice=str(voice)),
    )
    assert (said.status_code, said.json()["state"]) == (200, "checking")
    (listing,) = goods_of()
    assert (listing.id, listing.key, listing.state) == (
        said.json()["id"],
        str(draft),
        ListingState.CHECKING,
    )
    assert (len(listing.photo_keys), bool(listing.voice_key), dict(listing.answers)) == (
        2,
        True,
        {"colour": "blue"},
    )


def test_everything_twice_is_one_piece(women: Women, haseena: int) -> None:
    draft, photo = uuid4(), uuid4()
    answers = []
    for _time in range(2):
        file_arrives(women.haseena, haseena, draft, photo, photograph())
        said = arrives(women.haseena, haseena, f"drafts/{draft}/", values(photos=[str(photo)]))
        answers.append(said.json()["id"])
    assert answers[0] == answers[1]
    assert (len(goods_of()), kept()) == (1, 1)
    assert AuditEntry.objects.filter(verb="send-goods").count() == 1


def test_goods_before_their_photo_are_told_which_is_missing(women: Women, haseena: int) -> None:
    draft, photo = uuid4(), uuid4()
    said = arrives(women.haseena, haseena, f"drafts/{draft}/", values(photos=[str(photo)]))
    assert (said.status_code, said.json()) == (422, {"code": "FILES_MISSING", "missing": [str(photo)]})
    assert goods_of() == ()


def test_a_bad_price_comes_back_with_its_field(women: Women, haseena: int) -> None:
    draft, photo = uuid4(), uuid4()
    file_arrives(women.haseena, haseena, draft, photo, photograph())
    said = arrives(women.haseena, haseena, f"drafts/{draft}/", values(photos=[str(photo)], price="90000000"))
    assert said.status_code == 422
    assert list(said.json()["errors"]) == ["price"]
    assert (goods_of(), kept()) == ((), 1)
    assert arrives(women.haseena, haseena, f"drafts/{draft}/", values(photos=[str(photo)])).status_code == 200


def test_another_woman_on_the_phone_does_not_send_her_draft(women: Women, haseena: int) -> None:
    """Haseena's draft is still on the shared phone; Shameema has unlocked it meanwhile."""
    draft, photo = uuid4(), uuid4()
    for answer in (
        file_arrives(women.shameema, haseena, draft, photo, photograph()),
        arrives(women.shameema, haseena, f"drafts/{draft}/", values(photos=[])),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "OTHER_PERSON")
    assert (goods_of(), kept()) == ((), 0)


def test_a_locked_phone_is_led_to_the_door(women: Women, haseena: int) -> None:
    women.haseena.post("/sell/leave/")
    answer = arrives(women.haseena, haseena, f"drafts/{uuid4()}/", values())
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sell/who/")
    assert goods_of() == ()


def test_a_draft_id_of_another_takes_no_file(women: Women, haseena: int) -> None:
    draft = uuid4()
    file_arrives(women.haseena, haseena, draft, uuid4(), photograph())
    other = women.id_of("Shameema Akhter")
    answer = file_arrives(women.shameema, other, draft, uuid4(), photograph("navy"))
    assert (answer.status_code, kept()) == (422, 1)


def test_photos_of_another_cannot_be_named(women: Women, haseena: int) -> None:
    draft, photo = uuid4(), uuid4()
    file_arrives(women.haseena, haseena, draft, photo, photograph())
    other = women.id_of("Shameema Akhter")
    answer = arrives(women.shameema, other, f"drafts/{draft}/", values(photos=[str(photo)]))
    assert answer.json() == {"code": "FILES_MISSING", "missing": [str(photo)]}


def test_another_group_is_not_found(women: Women, haseena: int) -> None:
    assert arrives(women.haseena, haseena, f"drafts/{uuid4()}/", values(group="KZ11")).status_code == 404
    assert goods_of("KZ11") == ()


def test_a_helper_sends_for_whom_she_acts_and_for_nobody_else(women: Women, haseena: int) -> None:
    draft, photo = uuid4(), uuid4()
    assert file_arrives(women.crp, haseena, draft, photo, photograph()).status_code == 409
    women.crp.post("/sell/for/choose/", {"mandate": str(agree(women))})
    assert file_arrives(women.crp, haseena, draft, photo, photograph()).status_code == 201
    other = women.id_of("Shameema Akhter")
    assert arrives(women.crp, other, f"drafts/{draft}/", values()).status_code == 409
    assert arrives(women.crp, haseena, f"drafts/{draft}/", values(photos=[str(photo)])).status_code == 200
    assert goods_of()[0].person_id == haseena


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'"x"', b"\xff\xfe", b'{"photos": {"a": 1}, "price": []}']
)
def test_nonsense_is_refused_in_a_sentence(women: Women, haseena: int, body: bytes) -> None:
    answer = arrives(women.haseena, haseena, f"drafts/{uuid4()}/", body)
    assert answer.status_code == 422
    assert answer.json()["errors"]["kind"] == "Choose what you made."
    assert goods_of() == ()


def test_what_is_no_picture_or_too_large_is_refused(women: Women, haseena: int) -> None:
    draft = uuid4()
    assert file_arrives(women.haseena, haseena, draft, uuid4(), b"no picture").status_code == 422
    assert file_arrives(women.haseena, haseena, draft, uuid4(), bytes(FILE_MAX_BYTES + 1)).status_code in (
        400,
        413,
    )
    assert file_arrives(women.haseena, haseena, "none", uuid4(), photograph()).status_code == 404
    assert kept() == 0


def test_a_photograph_with_a_film_behind_it_is_kept_however_it_comes(women: Women, haseena: int) -> None:
    """What a camera makes of one press: nine megabytes, of which a page without JavaScript cuts none."""
    large = photograph() + b"\x00\x00\x00\x18ftypmp42" + bytes(9 * 1024 * 1024)
    assert file_arrives(women.haseena, haseena, uuid4(), uuid4(), large).status_code == 201
    draft, file, at = uuid4(), uuid4(), 0
    while at < len(large):
        piece = women.haseena.generic(
            "PATCH",
            f"{GOODS}drafts/{draft}/files/{file}/?group=KZ09&kind=photo",
            large[at : at + PIECE_BYTES],
            content_type="application/offset+octet-stream",
            headers={"X-Umeed-Person": str(haseena), "Tus-Resumable": "1.0.0", "Upload-Offset": str(at),
                     "Upload-Length": str(len(large))},
        )  # fmt: skip
        assert piece.status_code == 204, piece.content
        at = int(piece["Upload-Offset"])
    assert kept() == 2


def test_a_draft_kept_first_is_sent_later_by_the_same_key(women: Women, haseena: int) -> None:
    draft, photo = uuid4(), uuid4()
    file_arrives(women.haseena, haseena, draft, photo, photograph())
    body = values(photos=[str(photo)])
    kept_only = arrives(women.haseena, haseena, f"drafts/{draft}/", {**body, "draft": "1"})
    sent = arrives(women.haseena, haseena, f"drafts/{draft}/", body)
    assert (kept_only.json()["state"], sent.json()["state"]) == ("draft", "checking")
    assert kept_only.json()["id"] == sent.json()["id"]


def test_mending_arrives_with_old_and_new_photos(women: Women, haseena: int) -> None:
    from catalogue.models import Listing

    draft, photo = uuid4(), uuid4()
    file_arrives(women.haseena, haseena, draft, photo, photograph())
    made = arrives(women.haseena, haseena, f"drafts/{draft}/", values(photos=[str(photo)])).json()["id"]
    Listing.objects.update(stage="sent-back", reasons=["photo-more"])
    (old,) = goods_of()[0].photo_keys
    again, close = uuid4(), uuid4()
    file_arrives(women.haseena, haseena, again, close, photograph("red"))
    body = values(key=str(again), photos=[old, str(close)])
    for _time in range(2):
        answer = arrives(women.haseena, haseena, f"{made}/arrived/", body)
        assert (answer.status_code, answer.json()["state"]) == (200, "checking")
    (after,) = goods_of()
    assert (after.photo_keys[0], len(after.photo_keys)) == (old, 2)
    assert AuditEntry.objects.filter(verb="mend-goods").count() == 1
    stranger = arrives(women.dilshada, women.id_of("Dilshada Mir"), f"{made}/arrived/", body)
    assert stranger.status_code == 404


def test_files_of_goods_never_sent_are_forgotten_after_a_month(women: Women, haseena: int) -> None:
    file_arrives(women.haseena, haseena, uuid4(), uuid4(), photograph())
    assert drop_old_files(before=now() - timedelta(days=30)) == 0
    assert drop_old_files(before=now() + timedelta(seconds=1)) == 1
