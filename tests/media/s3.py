"""An S3 server of the tests, in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import boto3
from botocore.config import Config

KEYS = {
    "aws_access_key_id": "umeed",
    "aws_secret_access_key": "a-secret-of-the-tests",
    "region_name": "ap-south-1",
}
BUCKETS = ("umeed-media", "umeed-public")


def bucket_environment(address: str) -> dict[str, str]:
    """What an operator sets for two buckets there."""
    return {
        "AWS_STORAGE_BUCKET_NAME": BUCKETS[0],
        "AWS_PUBLIC_BUCKET_NAME": BUCKETS[1],
        "AWS_S3_ENDPOINT_URL": address,
        "AWS_S3_REGION_NAME": KEYS["region_name"],
        "AWS_ACCESS_KEY_ID": KEYS["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": KEYS["aws_secret_access_key"],
    }


class Server:
    """An S3 server in a process of its own: S3_PROGRAM with a disk (versitygw), else moto's, which forgets."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.program = os.environ.get("S3_PROGRAM", "")
        self.keeps = bool(self.program)
        self.address = f"http://127.0.0.1:{self.port}"
        self.client = boto3.client(
            "s3", endpoint_url=self.address, config=Config(retries={"total_max_attempts": 1}), **KEYS
        )
        self.start()

    def start(self) -> None:
        command = (
            [self.program, "--access", KEYS["aws_access_key_id"], "--secret", KEYS["aws_secret_access_key"], "--region",
             KEYS["region_name"], "--port", f"127.0.0.1:{self.port}", "--quiet", "posix", str(self.folder)]
            if self.program
            else [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        )  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _time in range(200):
            try:
                self.client.list_buckets()
                break
            except Exception:
                time.sleep(0.1)
        for bucket in BUCKETS:
            try:
                self.client.create_bucket(
                    Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": KEYS["region_name"]}
                )
            except self.client.exceptions.BucketAlreadyOwnedByYou:
                continue

    def pull_the_plug(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def names(self, bucket: str) -> set[str]:
        return {item["Key"] for item in self.client.list_objects_v2(Bucket=bucket).get("Contents", ())}

    def empty(self) -> None:
        for bucket in BUCKETS:
            for name in self.names(bucket):
                self.client.delete_object(Bucket=bucket, Key=name)
