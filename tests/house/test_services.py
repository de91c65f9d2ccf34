"""A bucket and a shared cache, where the environment names them; nothing of theirs is loaded where it does not."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from jkrlm.settings import services
from tests.house.test_production_settings import GOOD, ROOT

LOADED = """
import sys, django
django.setup()
from django.core.cache import caches
from django.core.files.storage import storages
print(type(storages["default"]).__name__, type(caches["default"]).__name__,
      *sorted(name for name in ("boto3", "botocore", "storages", "redis") if name in sys.modules))
"""


def loaded(**more: str) -> str:
    outcome = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "jkrlm.settings.production",
            **GOOD,
            **more,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout.strip()


def test_production_without_them_keeps_files_in_a_folder_and_loads_nothing():
    assert loaded() == "FileSystemStorage DatabaseCache"


def test_production_with_them_loads_what_they_need():
    said = loaded(
        AWS_STORAGE_BUCKET_NAME="umeed-media",
        AWS_S3_ENDPOINT_URL="http://storage:7070",
        AWS_S3_REGION_NAME="ap-south-1",
        AWS_ACCESS_KEY_ID="key",
        AWS_SECRET_ACCESS_KEY="secret",
        CACHE_URL="redis://valkey:6379/2",
    )
    assert said == "Bucket RedisCache boto3 botocore storages"


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"AWS_STORAGE_BUCKET_NAME": "b", "AWS_ACCESS_KEY_ID": "k"}, "go together"),
        ({"AWS_STORAGE_BUCKET_NAME": "b", "AWS_SECRET_ACCESS_KEY": "s"}, "go together"),
        ({"CACHE_URL": "memcached://host"}, "must look like redis://"),
    ],
)
def test_what_cannot_work_is_refused_with_a_sentence(monkeypatch, environment, sentence):
    for name in ("AWS_STORAGE_BUCKET_NAME", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "CACHE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        (services.file_storage(), services.caches())
