"""Services beside the database that the environment may name: a bucket for files, one cache for all."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

#: A picture's name holds the hash of what was uploaded: what lies under it never changes.
IMMUTABLE = "public, max-age=31536000, immutable"


def file_storages() -> dict[str, dict[str, Any]]:
    """
    Return Django's storages for files: ``default``, and ``public`` and ``former`` where they are named.

    AWS_PUBLIC_BUCKET_NAME is a bucket of its own for what everybody may see; MEDIA_FORMER is where files were
    before a move: ``folder``, or the name of another bucket under the same keys.
    """
    found = {"default": file_storage()}
    public, former = os.environ.get("AWS_PUBLIC_BUCKET_NAME", ""), os.environ.get("MEDIA_FORMER", "")
    if public:
        if found["default"]["BACKEND"] != _BUCKET:
            raise ImproperlyConfigured("AWS_PUBLIC_BUCKET_NAME goes with AWS_STORAGE_BUCKET_NAME: set both.")
        found["public"] = _bucket(public)
    if former:
        found["former"] = dict(_FOLDER) if former == "folder" else _bucket(former)
    return found


_BUCKET = "media.bucket.Bucket"
_FOLDER: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def file_storage() -> dict[str, Any]:
    """
    Return where files are kept: the bucket that AWS_STORAGE_BUCKET_NAME names, else a local folder.

    Nothing in the bucket is public by our doing: no ACL is sent, and addresses are signed and live five
    minutes. People get what is public from our own addresses, and what is private by an address that is
    signed when they may see it (MEDIA_SIGNED_URL). Without keys in the environment boto3 finds its own (a
    machine's role).
    """
    bucket = os.environ.get("AWS_STORAGE_BUCKET_NAME", "")
    return _bucket(bucket) if bucket else dict(_FOLDER)


def _bucket(bucket: str) -> dict[str, Any]:
    key, secret = os.environ.get("AWS_ACCESS_KEY_ID", ""), os.environ.get("AWS_SECRET_ACCESS_KEY", "")
    if bool(key) != bool(secret):
        raise ImproperlyConfigured(
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together: set both or neither."
        )
    endpoint = os.environ.get("AWS_S3_ENDPOINT_URL", "")
    return {
        "BACKEND": _BUCKET,
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint or None,
            "region_name": os.environ.get("AWS_S3_REGION_NAME") or None,
            "access_key": key or None,
            "secret_key": secret or None,
            "signature_version": "s3v4",
            "addressing_style": "path" if endpoint else "virtual",
            "signed_endpoint_url": _signed_endpoint(endpoint),
            "default_acl": None,
            "querystring_auth": True,
            "querystring_expire": 300,
            "file_overwrite": True,
            "object_parameters": {"CacheControl": IMMUTABLE},
        },
    }


def _signed_endpoint(endpoint: str) -> str | None:
    """
    Return where browsers reach the bucket: empty where we do, None where they do not.

    MEDIA_SIGNED_URL names it. Unset: an endpoint without TLS is inside (no page of ours may show what comes
    from it), so private files go through us; ``off`` says so of any.
    """
    named = os.environ.get("MEDIA_SIGNED_URL", "").rstrip("/")
    if named == "off" or (not named and endpoint.startswith("http:")):
        return None
    return named


def caches() -> dict[str, Any]:
    """
    Return the cache that CACHE_URL names (Redis or Valkey), else a table of the database: shared by all.

    What is kept in it may be lost at any time, but must be seen by all: the codes of the second factor that
    were used already (allauth), so that none is used twice.
    """
    address = os.environ.get("CACHE_URL", "")
    if not address:
        return {
            "default": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "kernel_cache",
                "KEY_PREFIX": "umeed",
            }
        }
    if not address.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured("CACHE_URL must look like redis://host:6379/0 (or rediss://, with TLS).")
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": address,
            "KEY_PREFIX": "umeed",
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2, "health_check_interval": 30},
        }
    }
