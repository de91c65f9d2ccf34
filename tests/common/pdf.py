"""Reading a PDF as a person would: its words, and the fonts in it."""

import os
import shutil
import subprocess

import pytest


def words_of(made: bytes) -> str:
    return _run("pdftotext", "-layout", "-", "-", made=made)


def fonts_of(made: bytes) -> str:
    return _run("pdffonts", "-", made=made)


def facts_of(made: bytes) -> str:
    return _run("pdfinfo", "-", made=made)


def _run(*command: str, made: bytes) -> str:
    if shutil.which(command[0]) is None and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("pdftotext is not installed: apt-get install poppler-utils")
    return subprocess.run(command, input=made, capture_output=True, check=True).stdout.decode()
