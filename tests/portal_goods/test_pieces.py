"""A photograph on two bars of 2G: its phone asks how far it came and goes on, as tus 1.0 has it."""

from uuid import UUID, uuid4

import pytest

from media import uploads
from media.facade import FILE_MAX_BYTES
from media.models import Upload
from sellers.portal.models import KeptFile
from tests.portal_goods.world import GOODS, Women, arrives, goods_of, kept, photograph, values

PHOTO = photograph("teal", (900, 700))


@pytest.fixture
def haseena(women: Women) -> int:
    return women.id_of("Haseena Begum")


@pytest.fixture
def send(women: Women, haseena: int):
    draft, file = uuid4(), uuid4()

    def ask(
        method: str,
        offset: int = 0,
        data: bytes = b"",
        *,
        client=women.haseena,
        person: int = haseena,
        kind="photo",
        **more,
    ):
        headers = {"X-Umeed-Person": str(person), "Tus-Resumable": "1.0.0", "Upload-Offset": str(offset),
                   "Upload-Length": str(len(PHOTO)), **more}  # fmt: skip
        return client.generic(
            method,
            f"{GOODS}drafts/{draft}/files/{file}/?group=KZ09&kind={kind}",
            data,
            content_type="application/offset+octet-stream",
            headers={name: value for name, value in headers.items() if value is not None},
        )

    ask.draft, ask.file = draft, file
    return ask


def test_a_photograph_comes_in_pieces_and_is_goods(send, women: Women, haseena: int) -> None:
    assert send("HEAD").status_code == 404
    first = send("PATCH", 0, PHOTO[:3000])
    assert (first.status_code, first["Upload-Offset"], first["Tus-Resumable"]) == (204, "3000", "1.0.0")
    head = send("HEAD")
    assert (head.status_code, head["Upload-Offset"], head["Upload-Length"]) == (200, "3000", str(len(PHOTO)))
    assert "no-store" in head["Cache-Control"]
    again = send("PATCH", 0, PHOTO[:3000])
    assert (again.status_code, again["Upload-Offset"]) == (409, "3000")
    assert (kept(), send("PATCH", 3000, PHOTO[3000:]).status_code, kept()) == (0, 204, 1)
    for asked in (send("PATCH", 3000, PHOTO[3000:]), send("HEAD")):
        assert asked["Upload-Offset"] == str(len(PHOTO)), "the answer was lost, the photograph is not"
    assert (kept(), Upload.objects.count()) == (1, 0)
    said = arrives(women.haseena, haseena, f"drafts/{send.draft}/", values(photos=[str(send.file)]))
    assert said.status_code == 200
    assert len(goods_of()[0].photo_keys) == 1


def test_killed_between_the_last_piece_and_the_keeping_it_is_kept_when_asked_again(
    send, haseena: int
) -> None:
    from media.facade import uploads
    from tests.registry.world import NOW

    uploads.receive(
        f"goods {haseena}",
        send.file,
        offset=0,
        length=len(PHOTO),
        data=PHOTO,
        most=10**6,
        now=NOW,
    )
    assert (send("HEAD")["Upload-Offset"], kept()) == (str(len(PHOTO)), 0)
    assert (send("PATCH", len(PHOTO)).status_code, kept()) == (204, 1)


def test_what_is_no_photograph_is_refused_at_its_end_and_forgotten(send) -> None:
    bad = send("PATCH", 0, b"<script>" + bytes(len(PHOTO) - 8))
    assert bad.status_code == 422
    assert "not a photograph" in bad.json()["message"]
    assert (kept(), Upload.objects.count()) == (0, 0)


def test_another_woman_learns_and_changes_nothing(send, women: Women) -> None:
    send("PATCH", 0, PHOTO[:3000])
    other = women.id_of("Shameema Akhter")
    assert send("HEAD", client=women.shameema, person=other).status_code == 404
    assert send("PATCH", 3000, PHOTO[3000:], person=other).status_code == 409
    assert send("HEAD")["Upload-Offset"] == "3000"
    assert KeptFile.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Tus-Resumable": None}, 412),
        ({"Upload-Offset": "-1"}, 400),
        ({"Upload-Offset": "٣"}, 400),
        ({"Upload-Length": None}, 400),
        ({"Upload-Length": "9" * 12}, 400),
        ({"Upload-Length": str(FILE_MAX_BYTES + 1)}, 422),
    ],
)
def test_odd_requests_are_refused(send, more: dict[str, str | None], status: int) -> None:
    assert send("PATCH", 0, PHOTO[:100], **more).status_code == status
    assert Upload.objects.count() == 0


def test_full_space_is_told_and_keeps_nothing(send, settings) -> None:
    settings.MEDIA_QUOTA_MB = 0
    full = send("PATCH", 0, PHOTO)
    assert full.status_code == 422
    assert "no space left" in full.json()["message"]
    assert isinstance(send.file, UUID) and kept() == 0


def test_unfinished_photographs_are_limited_for_a_woman_and_not_for_a_draft(
    send, women: Women, monkeypatch: pytest.MonkeyPatch
) -> None:
    from media import uploads

    assert send("PATCH", 0, PHOTO[:100]).status_code == 204
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 1)
    path = f"{GOODS}drafts/{uuid4()}/files/{uuid4()}/?group=KZ09&kind=photo"
    headers = {
        "X-Umeed-Person": str(women.id_of("Haseena Begum")),
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Upload-Length": str(len(PHOTO)),
    }
    other = women.haseena.generic(
        "PATCH", path, PHOTO[:100], content_type="application/offset+octet-stream", headers=headers
    )
    assert (other.status_code, "later" in other.json()["message"]) == (429, True)
    assert (Upload.objects.count(), send("PATCH", 100, PHOTO[100:]).status_code, kept()) == (1, 204, 1)


def test_a_draft_that_she_drops_gives_back_what_was_under_way(
    send, women: Women, haseena: int, monkeypatch
) -> None:
    """A phone of two bars began forty photographs; she deletes the draft and begins anew, today."""
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 1)
    assert send("PATCH", 0, PHOTO[:3000]).status_code == 204
    other, file = uuid4(), uuid4()

    def begins() -> int:
        return women.haseena.generic(
            "PATCH",
            f"{GOODS}drafts/{other}/files/{file}/?group=KZ09&kind=photo",
            PHOTO[:3000],
            content_type="application/offset+octet-stream",
            headers={"X-Umeed-Person": str(haseena), "Tus-Resumable": "1.0.0", "Upload-Offset": "0",
                     "Upload-Length": str(len(PHOTO))},
        ).status_code  # fmt: skip

    assert begins() == 429
    elsewhere = women.haseena.delete(f"{GOODS}drafts/{uuid4()}/", headers={"X-Umeed-Person": str(haseena)})
    assert (elsewhere.status_code, begins()) == (204, 429), "another draft gives nothing back"
    dropped = women.haseena.delete(f"{GOODS}drafts/{send.draft}/", headers={"X-Umeed-Person": str(haseena)})
    assert (dropped.status_code, Upload.objects.count(), begins()) == (204, 0, 204)
