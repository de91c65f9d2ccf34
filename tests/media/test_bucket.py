"""The same pictures in a bucket: kept once, rendered, served from our own address; nothing in it is public."""

import io
import os
import socket
from collections.abc import Iterator

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer
from PIL import Image

from jkrlm.settings import services
from media import facade, files
from media.models import StoredPicture

pytestmark = [pytest.mark.django_db, pytest.mark.urls("media.urls")]

KEYS = {
    "aws_access_key_id": "umeed",
    "aws_secret_access_key": "a-secret-of-the-tests",
    "region_name": "ap-south-1",
}


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    """A stand-in for S3; or S3_UNDER_TEST, the address of a server that knows the keys above."""
    if real := os.environ.get("S3_UNDER_TEST"):
        yield real
        return
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def environment(monkeypatch, s3_address: str) -> None:
    monkeypatch.setenv("AWS_STORAGE_BUCKET_NAME", "umeed-media")
    monkeypatch.setenv("AWS_S3_ENDPOINT_URL", s3_address)
    monkeypatch.setenv("AWS_S3_REGION_NAME", KEYS["region_name"])
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEYS["aws_access_key_id"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEYS["aws_secret_access_key"])


@pytest.fixture
def bucket(environment, settings, s3_address: str):
    """The bucket as an operator sees it, empty, with the shop's settings pointing at it."""
    made = boto3.resource("s3", endpoint_url=s3_address, **KEYS).Bucket("umeed-media")
    made.create(CreateBucketConfiguration={"LocationConstraint": KEYS["region_name"]})
    settings.STORAGES = {**settings.STORAGES, "default": services.file_storage()}
    yield made
    made.objects.delete()
    made.delete()


def photograph(width: int = 800, height: int = 600) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#7c1f3d").save(out, "JPEG")
    return out.getvalue()


def names(bucket) -> list[str]:
    return sorted(item.key.rsplit("/", 1)[1] for item in bucket.objects.all())


def test_a_picture_is_kept_rendered_and_served_for_good(client, bucket) -> None:
    picture = facade.store_picture(photograph(), alt="Shawl")
    assert names(bucket) == ["original.jpg"]
    answer = client.get(facade.rendition_url(picture.key, 512))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(answer.content)).size == (512, 384)
    assert names(bucket) == ["512.webp", "original.jpg"]
    again = client.get(facade.rendition_url(picture.key, 512), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    whole = client.get(picture.url)
    assert (whole.status_code, whole["Content-Type"]) == (200, "image/jpeg")


def test_the_task_makes_every_useful_size_once(bucket) -> None:
    key = facade.store_picture(photograph()).key
    assert facade.make_renditions(key) == 14
    assert len(names(bucket)) == 15
    assert facade.make_renditions(key) == 0
    kept = bucket.Object(f"pictures/{key[:2]}/{key}/256.webp")
    assert kept.content_type == "image/webp"
    assert kept.cache_control == "public, max-age=31536000, immutable"


def test_a_file_written_again_takes_the_place_of_the_first(bucket) -> None:
    files.write("pictures/ab/note.webp", b"first")
    files.write("pictures/ab/note.webp", b"second")
    assert names(bucket) == ["note.webp"]
    assert files.read("pictures/ab/note.webp") == b"second"


def test_a_picture_whose_file_is_gone_is_not_found_rather_than_a_fault(client, bucket) -> None:
    key = facade.store_picture(photograph()).key
    bucket.Object(f"pictures/{key[:2]}/{key}/original.jpg").delete()
    answer = client.get(f"/media/{key}/256.webp")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")
    assert facade.store_picture(photograph()).key == key, "and is kept anew"
    assert client.get(f"/media/{key}/256.webp").status_code == 200


def test_nothing_in_the_bucket_is_made_public(bucket, s3_address: str) -> None:
    key = facade.store_picture(photograph()).key
    with pytest.raises(ClientError, match="NoSuchBucketPolicy"):
        bucket.meta.client.get_bucket_policy(Bucket="umeed-media")
    assert storages["default"].default_acl is None
    signed = storages["default"].url(f"pictures/{key[:2]}/{key}/original.jpg")
    assert "X-Amz-Signature=" in signed
    assert "X-Amz-Expires=300" in signed
    if "S3_UNDER_TEST" in os.environ:  # the stand-in lets anybody in
        assert httpx.get(signed).status_code == 200
        assert httpx.get(signed.partition("?")[0]).status_code == 403


def test_a_bucket_that_is_away_costs_pictures_only_and_says_so(client, bucket, settings) -> None:
    key = facade.store_picture(photograph()).key
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    place = services.file_storage()
    place["OPTIONS"]["endpoint_url"] = away
    settings.STORAGES = {**settings.STORAGES, "default": place}
    answer = client.get(f"/media/{key}/256.webp")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    with pytest.raises(facade.FilesUnavailable, match="Try again in a minute"):
        facade.store_picture(photograph(640, 480))
    assert StoredPicture.objects.count() == 1, "no row without a file"


def test_what_the_environment_says_reaches_the_bucket(environment, s3_address: str) -> None:
    place = services.file_storage()
    assert place["BACKEND"] == "media.bucket.Bucket"
    made = storages.create_storage(place)
    client = made.connection.meta.client
    assert client.meta.endpoint_url == s3_address
    assert client.meta.region_name == "ap-south-1"
    assert client.meta.config.signature_version == "s3v4"
    assert client.meta.config.s3["addressing_style"] == "path"
    assert made.default_acl is None


def test_without_a_bucket_files_stay_in_a_folder(monkeypatch) -> None:
    monkeypatch.delenv("AWS_STORAGE_BUCKET_NAME", raising=False)
    assert services.file_storage() == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
