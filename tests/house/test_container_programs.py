"""The small programs of deploy/: what a container engine asks, and what makes the buckets."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from django.db import connection
from moto.server import ThreadedMotoServer

ROOT = Path(__file__).resolve().parent.parent.parent


def program(*argv: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *argv],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def shop() -> Iterator[http.server.HTTPServer]:
    """A web that answers only to its public name, as ours does, and says how it is."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            mine = self.headers["Host"] == "shop.example.org" and self.path == "/readyz"
            status, said = self.server.says if mine else (400, "not my name")  # type: ignore[attr-defined]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *_args: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_web_is_well_when_it_is_ready_and_ill_with_a_reason(shop) -> None:
    def look() -> subprocess.CompletedProcess[str]:
        port = str(shop.server_address[1])
        return program("deploy/healthcheck.py", "web", PORT=port, PUBLIC_URL="https://shop.example.org")

    shop.says = (200, "ready\n")
    assert look().returncode == 0
    shop.says = (503, "migrations are waiting\n")
    ill = look()
    assert (ill.returncode, ill.stderr) == (1, "503: migrations are waiting\n")


def test_a_web_that_is_down_is_ill() -> None:
    ill = program("deploy/healthcheck.py", "web", PORT="9", PUBLIC_URL="https://shop.example.org")
    assert ill.returncode == 1
    assert "refused" in ill.stderr


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_well_while_one_gives_signs_of_life() -> None:
    settings = connection.settings_dict
    url = (
        f"postgres://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}"
        f"?host={settings['HOST']}&port={settings['PORT'] or 5432}"
    )

    def look() -> subprocess.CompletedProcess[str]:
        return program("deploy/healthcheck.py", "worker", DATABASE_URL=url)

    def alive(at: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_workers")
            cursor.execute(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({at})")

    alive("now() - interval '2 minutes'")
    ill = look()
    assert (ill.returncode, ill.stderr) == (1, "no worker has given a sign of life for a minute\n")
    alive("now() - interval '20 seconds'")
    assert look().returncode == 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")


def test_buckets_are_made_once_and_only_what_is_named_is_readable() -> None:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        env = {
            "AWS_S3_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_S3_REGION_NAME": "ap-south-1",
            "AWS_ACCESS_KEY_ID": "umeed",
            "AWS_SECRET_ACCESS_KEY": "a-secret-of-the-tests",
        }
        for _ in range(2):
            made = program("deploy/storage_init.py", "shop=pictures/", "papers", **env)
            assert (made.returncode, made.stderr) == (0, "")
            assert made.stdout == "shop: anybody reads pictures/*\npapers: private\n"
        s3 = boto3.client(
            "s3",
            endpoint_url=env["AWS_S3_ENDPOINT_URL"],
            region_name="ap-south-1",
            aws_access_key_id="umeed",
            aws_secret_access_key="a-secret-of-the-tests",
        )
        policy = s3.get_bucket_policy(Bucket="shop")["Policy"]
        assert '"Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop/pictures/*"' in policy
        with pytest.raises(s3.exceptions.ClientError, match="NoSuchBucketPolicy"):
            s3.get_bucket_policy(Bucket="papers")
    finally:
        server.stop()
