"""The verifiers in Node: installed once a session from their lock file, asked by standard input."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from certification.certificates.credentials.signing import stamp
from jkrlm.kernel import clock

HERE = Path(__file__).parent.parent / "node"
SHARED = Path(__file__).parents[3].parent / "shared" / "standards"
CONTEXTS = SHARED / "untp-0.7.0" / "contexts"
NAMES = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.jsonld",
    "https://vocabulary.uncefact.org/untp/0.7.0/context/": "untp.jsonld",
    "https://w3id.org/vc/render-method/v2rc2": "render-method-v2rc2.jsonld",
}


@cache
def modules(folder: str) -> str:
    """Return why there are no verifiers here, or nothing."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "Node and npm are not on this machine: the independent verifiers are not asked."
    for name in ("package.json", "package-lock.json", "verify.mjs"):
        shutil.copy(HERE / name, folder)
    made = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
    )
    if made.returncode:
        return f"npm cannot fetch the independent verifiers here: {made.stderr.strip()[-300:]}"
    return ""


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verifiers")
    reason = modules(str(folder))
    if reason:
        if os.environ.get("REQUIRE_NODE"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


def contexts() -> dict[str, Any]:
    if not CONTEXTS.is_dir():
        pytest.skip("The JSON-LD contexts are not at hand (../shared/standards).")
    return {url: json.loads((CONTEXTS / name).read_text()) for url, name in NAMES.items()}


def did() -> dict[str, Any]:
    return Client().get("/.well-known/did.json").json()


def fetched(path: str, accept: str) -> bytes:
    answer = Client().get(path, headers={"accept": accept})
    assert answer.status_code == 200, (path, answer.status_code)
    assert answer["Content-Type"].split(";")[0] == accept, path
    return answer.content


def status_lists(accept: str, *, number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for purpose in ("revocation", "suspension"):
        path = f"/credentials/status/{purpose}/{number}/"
        body = fetched(path, accept)
        found[f"https://shop.example.org{path}"] = (
            body.decode() if accept.endswith("jwt") else json.loads(body)
        )
    return found


def ask(
    node: Path,
    jobs: Mapping[str, tuple[str, Any]],
    *,
    documents: Mapping[str, Any],
    now: datetime | None = None,
    issuer: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Let Node verify; jobs are name → (``jwt`` or ``proof``, credential)."""
    moment = stamp(now or clock.now())
    request = {
        "did": issuer or did(),
        "documents": dict(documents),
        "jobs": [
            {"name": name, "kind": kind, "credential": credential, "now": moment}
            for name, (kind, credential) in jobs.items()
        ],
    }
    made = subprocess.run(
        ["node", "verify.mjs"],
        cwd=node,
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    return json.loads(made.stdout)
