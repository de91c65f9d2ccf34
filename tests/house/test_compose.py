"""compose.yaml read as the container engine reads it: sealed, watched, limited, and in step with the code."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from media.rules import PAGE_SIZES, SIZES
from tests.house.test_production_settings import GOOD

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (ROOT / "compose.yaml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES: dict[str, dict] = COMPOSE["services"]
ONCE = {"migrate", "saleor-migrate", "storage-init"}
OURS = {name for name, service in SERVICES.items() if service["image"].startswith("umeed:")}
SALEORS = {name for name, service in SERVICES.items() if "saleor/saleor" in service["image"]}
#: ${NAME}, ${NAME:-default}, ${NAME:?sentence}; $$ is a dollar.
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)(?::([-?])([^}]*))?\}")

#: What Saleor 3.23.28 reads from the environment, of all that we set; each was looked up in its settings.py.
SALEOR_READS = {
    "ALLOWED_CLIENT_HOSTS", "ALLOWED_HOSTS", "AWS_ACCESS_KEY_ID", "AWS_MEDIA_BUCKET_NAME", "AWS_MEDIA_CUSTOM_DOMAIN",
    "AWS_MEDIA_PRIVATE_BUCKET_NAME", "AWS_S3_ENDPOINT_URL", "AWS_S3_REGION_NAME", "AWS_SECRET_ACCESS_KEY",
    "CACHE_URL", "CELERY_BROKER_URL", "DATABASE_URL", "DEBUG", "DEFAULT_COUNTRY", "DEFAULT_FROM_EMAIL", "EMAIL_URL",
    "HTTP_IP_FILTER_ENABLED", "MAX_IMAGE_FILE_SIZE", "PLAYGROUND_ENABLED", "POPULATE_DEFAULTS", "PUBLIC_URL",
    "RSA_PRIVATE_KEY", "SECRET_KEY", "SEND_USAGE_TELEMETRY",
}  # fmt: skip


def filled(text: str, values: dict[str, str]) -> str:
    """Put values in the place of variables; raises KeyError with the sentence of one that must be set."""

    def value(match: re.Match[str]) -> str:
        name, kind, rest = match.groups()
        if values.get(name):
            return values[name]
        if kind == "?":
            raise KeyError(f"{name}: {rest}")
        return rest or ""

    return VARIABLE.sub(value, text).replace("$$", "$")


def example() -> dict[str, str]:
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def new_env(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "deploy/new_env.py",
            "shop.example.org",
            "--output",
            str(folder / "env"),
            *arguments,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_is_sealed_limited_and_watched(name: str) -> None:
    service = SERVICES[name]
    assert re.search(r":(\$\{[A-Z_]+:-)?v?\d", service["image"]), "a version, never latest"
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is (name != "search")
    assert service["logging"]["options"]["max-size"], "logs are kept within bounds"
    limits = service["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}
    if name in ONCE:
        assert service["restart"] == "no"
        assert service["healthcheck"] == {"disable": True}
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
        assert service["stop_grace_period"]


def test_the_whole_fits_the_machine_that_the_first_line_promises() -> None:
    megabytes = sum(
        int(service["deploy"]["resources"]["limits"]["memory"].removesuffix("m"))
        for name, service in SERVICES.items()
        if name not in ONCE and "profiles" not in service
    )
    assert megabytes <= 8 * 1024


def test_the_proxy_alone_is_reached_from_outside_and_the_databases_have_no_way_out() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"] == {"outside": None, "store": {"internal": True}, "data": {"internal": True}}
    joined = {name: set(service["networks"]) for name, service in SERVICES.items()}
    assert {name for name, networks in joined.items() if "outside" in networks} == {"proxy", "web", "worker"}
    assert "data" not in joined["proxy"], "what is broken into first sees no database"


def test_each_waits_for_what_it_needs_in_a_way_that_can_come_true() -> None:
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            wanted = "service_completed_successfully" if needed in ONCE else "service_healthy"
            assert how == {"condition": wanted}, (name, needed)


def test_named_volumes_are_declared_and_used() -> None:
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert used == set(COMPOSE["volumes"])
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            if volume.startswith("./") and "tls" not in volume:
                assert (ROOT / volume.split(":")[0]).exists(), volume


def test_each_variable_stands_in_the_example_and_in_the_guide() -> None:
    variables = {match[0] for match in VARIABLE.findall(TEXT)}
    assert variables == set(example())
    guide = (ROOT / "docs" / "saleor.md").read_text()
    assert {name for name in variables if f"`{name}`" not in guide} == set()


def test_our_settings_exist_and_each_saleor_setting_is_one_of_saleors() -> None:
    read: set[str] = {"DJANGO_SETTINGS_MODULE"}
    for path in [*(ROOT / "jkrlm" / "settings").glob("*.py"), ROOT / "jkrlm" / "supervisor" / "web.py"]:
        read |= set(re.findall(r"environ(?:\.get\(|\[)\s*\"([A-Z_0-9]+)\"", path.read_text()))
        read |= set(re.findall(r"required\(\"([A-Z_0-9]+)\"", path.read_text()))
    for name in OURS:
        assert set(SERVICES[name]["environment"]) - read == set(), name
    for name in SALEORS:
        assert set(SERVICES[name]["environment"]) == SALEOR_READS, name


def test_without_its_secrets_it_does_not_start_and_says_which(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="SECRET_KEY: at least 40 characters"):
        filled(TEXT, {"SITE_HOST": "shop.example.org"})
    required = {name for name, kind, _ in VARIABLE.findall(TEXT) if kind == "?"}
    sentences = [sentence for _, kind, sentence in VARIABLE.findall(TEXT) if kind == "?"]
    assert all(len(sentence) > 10 for sentence in sentences)
    assert {
        "SECRET_KEY",
        "FIELD_KEYS",
        "SALEOR_RSA_PRIVATE_KEY",
        "POSTGRES_PASSWORD",
        "STRIPE_SECRET_KEY",
    } <= required


def test_a_new_env_has_fresh_secrets_and_leaves_an_old_one_alone(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    made = new_env(tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    env = tmp_path / "env"
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    values = dict(line.split("=", 1) for line in env.read_text().splitlines() if line[:1].isalpha())
    assert set(values) == set(example())
    assert values["TLS"] == '"admin@shop.example.org"'
    pem = values["SALEOR_RSA_PRIVATE_KEY"].strip('"').replace("\\n", "\n")
    assert load_pem_private_key(pem.encode(), password=None).key_size == 2048  # type: ignore[union-attr]
    made_up = [values[name] for name in values if re.search(r"SECRET_KEY$|PASSWORD$|FIELD_KEYS", name)]
    made_up = [value for value in made_up if value]
    assert len(set(made_up)) == len(made_up) == 7, "no two alike"
    before = env.read_text()
    again = new_env(tmp_path)
    assert again.returncode == 1
    assert "stays as it is" in again.stderr
    assert env.read_text() == before


def test_production_starts_with_what_compose_hands_it(tmp_path: Path) -> None:
    new_env(tmp_path, "--own-certificate")
    lines = (tmp_path / "env").read_text().splitlines()
    values = {
        name: value.strip('"') for name, value in (line.split("=", 1) for line in lines if line[:1].isalpha())
    }
    values |= {
        "STRIPE_SECRET_KEY": "sk_live_0123456789abcdef",
        "STRIPE_WEBHOOK_SECRET": "whsec_0123456789abcdef",
        "EMAIL_URL": "smtps://u:p@mail.example:465",
        "SALEOR_RSA_PRIVATE_KEY": "a key",
        "SMS_URL": GOOD["SMS_URL"],
        **{name: value for name, value in GOOD.items() if name.startswith("GRIEVANCE_OFFICER_")},
        "SMS_TEMPLATE_IDS": GOOD["SMS_TEMPLATE_IDS"],
    }
    environment = yaml.safe_load(filled(TEXT, values))["services"]["web"]["environment"]
    outcome = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "ERROR"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            **{name: "" if value is None else str(value) for name, value in environment.items()},
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr


def test_the_proxy_and_the_code_mean_the_same_addresses() -> None:
    proxy = (ROOT / "deploy" / "Caddyfile").read_text()
    assert set(re.findall(r"reverse_proxy (?:@\w+ )?([a-z]+):(\d+)", proxy)) == {
        ("saleor", "8000"), ("web", "8000"), ("storage", "7070"),
    }  # fmt: skip
    web = SERVICES["web"]["environment"]
    assert set(SERVICES["proxy"]["networks"]["store"]["aliases"]) == {"store.internal", "rooms.internal"}
    for url in (web["SALEOR_API_URL"], web["SALEOR_WEBHOOK_BASE_URL"]):
        assert re.search(rf"^{re.escape(url.removesuffix('/graphql/'))} {{$", proxy, re.MULTILINE), url
    assert f"rewrite /{web['AWS_STORAGE_BUCKET_NAME']}/pictures/" in proxy
    assert f"({'|'.join(map(str, (*SIZES, *PAGE_SIZES)))})\\.(webp|avif)$" in proxy
    assert int(re.search(r"max_size (\d+)MB", proxy)[1]) * 1_000_000 < 24 * 1024 * 1024 + 1_000_000  # type: ignore[index]
    saleor = SERVICES["saleor"]["environment"]
    assert f"handle /{saleor['AWS_MEDIA_BUCKET_NAME']}/*" in proxy
    assert saleor["AWS_MEDIA_CUSTOM_DOMAIN"].endswith(f"/{saleor['AWS_MEDIA_BUCKET_NAME']}")
    assert saleor["AWS_MEDIA_PRIVATE_BUCKET_NAME"] not in proxy
    made = SERVICES["storage-init"]["command"][2:]
    assert made == ["umeed-media=pictures/", "saleor-media=", "saleor-private"]


def test_the_image_is_not_root_and_holds_every_room() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text()
    last_stage = dockerfile[dockerfile.rindex("\nFROM ") :]
    assert re.search(r"^USER 10001:10001$", last_stage, re.MULTILINE)
    assert "HEALTHCHECK" in last_stage
    assert re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE) == ["python:3.11-slim-bookworm"] * 2
    let_in = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert rooms <= let_in
    assert "tests" not in let_in
