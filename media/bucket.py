"""Pictures in a bucket that speaks S3. Imported only where the settings name one: boto3 costs 30 MB."""

import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from media.errors import FilesUnavailable


class Bucket(S3Storage):
    """
    django-storages' S3 for pictures: small, moved whole and held in memory.

    One connection for all threads, where django-storages opens one in each (12 MB of boto3's service
    description every time): botocore's clients are safe to share, so what goes through this class uses the
    client only. One request for a read instead of two, deadlines, and errors of ours.

    ``signed_endpoint_url`` is where browsers reach the bucket: empty as we do, None not at all.
    """

    def __init__(self, *, signed_endpoint_url: str | None = None, **settings: Any) -> None:
        settings.setdefault(
            "client_config",
            Config(
                signature_version=settings.get("signature_version"),
                s3={"addressing_style": settings.get("addressing_style")},
                connect_timeout=2,
                read_timeout=5,
                retries={"total_max_attempts": 2, "mode": "standard"},
                max_pool_connections=16,
            ),
        )
        super().__init__(**settings)
        self._connecting = threading.Lock()
        self._shared: Any = None
        self._signing: Any = None
        self._origin: str | None = None
        self._signed_endpoint_url = signed_endpoint_url

    @property
    def connection(self) -> Any:
        with self._connecting:
            if self._shared is None:
                self._shared = self._create_session().resource(
                    "s3",
                    region_name=self.region_name,
                    endpoint_url=self.endpoint_url,
                    config=self.client_config,
                )
        return self._shared

    def signed(self, name: str, *, content_type: str, disposition: str, seconds: int) -> str | None:
        """Return an address that shows one file to whoever has it, so long; None: no way for browsers."""
        try:
            client = self._signer()
            if client is None:
                return None
            address: str = client.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self.bucket_name,
                    "Key": self._key(name),
                    "ResponseContentType": content_type,
                    "ResponseContentDisposition": disposition,
                    "ResponseCacheControl": "private, no-store",
                },
                ExpiresIn=seconds,
            )
        except (BotoCoreError, ClientError) as error:
            raise _unavailable() from error
        return address

    def signed_origin(self) -> str:
        """
        Return the scheme and host of signed addresses; empty where there are none. Nothing is signed and
        nobody asked for credentials: pages say it before a machine's role is there.
        """
        if self._origin is None:
            parts = urlsplit(self._unsigned() if self._signed_endpoint_url is not None else "")
            self._origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        return self._origin

    def _unsigned(self) -> str:
        """Return an address as a client without credentials makes it."""
        client = self._create_session().client(
            "s3",
            region_name=self.region_name,
            endpoint_url=self._signed_endpoint_url or self.endpoint_url,
            config=self.client_config.merge(Config(signature_version=UNSIGNED)),
        )
        return str(
            client.generate_presigned_url("get_object", Params={"Bucket": self.bucket_name, "Key": "x"})
        )

    def _signer(self) -> Any:
        if not self._signed_endpoint_url:
            return None if self._signed_endpoint_url is None else self.connection.meta.client
        with self._connecting:
            if self._signing is None:
                self._signing = self._create_session().client(
                    "s3",
                    region_name=self.region_name,
                    endpoint_url=self._signed_endpoint_url,
                    config=self.client_config,
                )
        return self._signing

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            raise ValueError("A file in the bucket is written whole, by save().")
        try:
            answer = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=self._key(name))
            return ContentFile(answer["Body"].read(), name=name)
        except (BotoCoreError, ClientError) as error:
            if _is_missing(error):
                raise FileNotFoundError(name) from error
            raise _unavailable() from error

    def _save(self, name: str, content: "File[Any]") -> str:
        cleaned: str = clean_name(name)
        key = self._key(name)
        try:
            self.connection.meta.client.put_object(
                Bucket=self.bucket_name,
                Key=key,
                Body=content.read(),
                **self._get_write_parameters(key, content),
            )
        except (BotoCoreError, ClientError) as error:
            raise _unavailable() from error
        return cleaned

    def delete(self, name: str) -> None:
        try:
            self.connection.meta.client.delete_object(Bucket=self.bucket_name, Key=self._key(name))
        except (BotoCoreError, ClientError) as error:
            raise _unavailable() from error

    def all_names(self) -> Iterator[str]:
        """Yield every file's name, in order, a thousand to a request."""
        before = f"{self.location.strip('/')}/" if self.location.strip("/") else ""
        try:
            pages = self.connection.meta.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=before):
                for item in page.get("Contents", ()):
                    yield item["Key"].removeprefix(before)
        except (BotoCoreError, ClientError) as error:
            raise _unavailable() from error

    def exists(self, name: str) -> bool:
        try:
            return bool(super().exists(name))
        except (BotoCoreError, ClientError) as error:
            raise _unavailable() from error

    def _key(self, name: str) -> str:
        key: str = self._normalize_name(clean_name(name))
        return key


def _unavailable() -> FilesUnavailable:
    return FilesUnavailable(_("Pictures cannot be read or kept just now. Try again in a minute."))


def _is_missing(error: Exception) -> bool:
    return isinstance(error, ClientError) and error.response["ResponseMetadata"]["HTTPStatusCode"] == 404
