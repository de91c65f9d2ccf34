"""Out of a bucket, private files go to whom a page has let in, by an address for this one file and a minute."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest
from django.core.files.storage import storages

from jkrlm.middleware import SecurityHeaders
from jkrlm.settings import services
from media import facade
from tests.media.s3 import Server, bucket_environment
from tests.media.test_papers import paper
from tests.portal_goods.world import Women, file_arrives, open_houses, photograph, recording

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("s3"))
    yield made
    made.pull_the_plug()


@pytest.fixture
def buckets(server: Server, settings, monkeypatch, tmp_path: Path) -> Server:
    for name, value in bucket_environment(server.address).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MEDIA_SIGNED_URL", server.address)
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {"staticfiles": settings.STORAGES["staticfiles"], **services.file_storages()}
    server.empty()
    return server


@pytest.fixture
def women() -> Women:
    return open_houses()


def asked(address: str) -> dict[str, str]:
    return {name: found[0] for name, found in parse_qs(urlsplit(address).query).items()}


def test_her_photograph_and_her_voice_are_hers_by_an_address_of_a_minute(
    women: Women, buckets: Server
) -> None:
    draft, photo, voice = uuid4(), uuid4(), uuid4()
    haseena = women.id_of("Haseena Begum")
    assert file_arrives(women.haseena, haseena, draft, photo, photograph()).status_code == 201
    assert file_arrives(women.haseena, haseena, draft, voice, recording(), "audio/wav").status_code == 201

    sent = women.haseena.get(f"/sell/products/drafts/{draft}/files/{photo}/")

    assert (sent.status_code, sent.content) == (302, b"")
    assert sent["Cache-Control"].startswith("private, no-store")
    assert (sent["Referrer-Policy"], "ETag" in sent) == ("no-referrer", False)
    address = sent["Location"]
    assert address.startswith(f"{buckets.address}/umeed-media/private-pictures/")
    signed = asked(address)
    assert (signed["X-Amz-Expires"], signed["response-content-type"]) == ("60", "image/webp")
    assert signed["response-cache-control"] == "private, no-store"
    shown = httpx.get(address)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/webp")
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert (shown.content[:4], shown.content[8:12]) == (b"RIFF", b"WEBP")

    sent = women.haseena.get(f"/sell/products/drafts/{draft}/files/{voice}/", headers={"Range": "bytes=0-"})
    assert (sent.status_code, asked(sent["Location"])["X-Amz-Expires"]) == (302, "600")
    piece = httpx.get(sent["Location"], headers={"Range": "bytes=0-99"})
    assert (piece.status_code, len(piece.content), piece.headers["Content-Type"]) == (206, 100, "audio/mpeg")

    for stranger in (women.shameema, women.dilshada):
        refused = stranger.get(f"/sell/products/drafts/{draft}/files/{photo}/")
        assert (refused.status_code, "Location" in refused) == (404, False)
    if buckets.keeps:  # moto's lets anybody in
        assert httpx.get(address.partition("?")[0]).status_code == 403
        assert httpx.get(address.replace("private-pictures", "private-papers")).status_code == 403


def test_a_paper_is_saved_by_its_name_and_a_missing_file_leads_nowhere(buckets: Server) -> None:
    kept = facade.store_paper(paper(2), owner="KZ09")
    sent = facade.paper_answer(kept.key, filename="FSSAI licence.pdf")
    got = httpx.get(sent["Location"])
    assert (got.status_code, got.content[:5], got.headers["Content-Type"]) == (
        200,
        b"%PDF-",
        "application/pdf",
    )
    assert got.headers["Content-Disposition"] == 'attachment; filename="FSSAI-licence.pdf"'
    buckets.empty()
    with pytest.raises(facade.PaperUnknown):
        facade.paper_answer(kept.key)


def test_what_everybody_may_see_keeps_our_address_or_the_cdns(client, settings, buckets: Server) -> None:
    picture = facade.store_picture(photograph())
    own = client.get(facade.rendition_url(picture.key, 256))
    assert (own.status_code, own["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert {name.split("/")[0] for name in buckets.names("umeed-public")} == {"pictures"}
    settings.MEDIA_CDN_URL = "https://pictures.example.org"
    assert facade.rendition_url(picture.key, 256).startswith("https://pictures.example.org/media/")
    assert "X-Amz" not in facade.rendition_url(picture.key, 256)


def test_pages_let_the_bucket_in_and_no_other(buckets: Server) -> None:
    policy = SecurityHeaders(lambda _request: None).policy  # type: ignore[arg-type, return-value]
    assert f"img-src 'self' data: {buckets.address};" in policy
    assert f"media-src 'self' {buckets.address};" in policy


def test_pages_are_shown_before_the_buckets_keys_are_there(buckets: Server, settings, monkeypatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    settings.STORAGES = {"staticfiles": settings.STORAGES["staticfiles"], **services.file_storages()}
    policy = SecurityHeaders(lambda _request: None).policy  # type: ignore[arg-type, return-value]
    assert f"media-src 'self' {buckets.address};" in policy
    with pytest.raises(facade.FilesUnavailable):
        storages["default"].signed("x", content_type="image/webp", disposition="inline", seconds=9)  # type: ignore[attr-defined]
    with pytest.raises(facade.FilesUnavailable):
        facade.store_picture(photograph())


@pytest.mark.parametrize(
    ("endpoint", "named", "origin"),
    [
        ("", "", "https://umeed-media.s3.ap-south-1.amazonaws.com"),
        ("https://s3.example.org", "", "https://s3.example.org"),
        ("http://storage:7070", "", ""),
        ("http://storage:7070", "https://files.example.org/", "https://files.example.org"),
        ("https://s3.example.org", "off", ""),
    ],
)
def test_where_browsers_reach_the_bucket_is_said_or_seen(
    monkeypatch, endpoint: str, named: str, origin: str
) -> None:
    for name, value in {
        **bucket_environment(endpoint),
        "MEDIA_SIGNED_URL": named,
    }.items():
        monkeypatch.setenv(name, value)
    place = storages.create_storage(services.file_storage())
    assert place.signed_origin() == origin  # type: ignore[attr-defined]
