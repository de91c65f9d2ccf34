"""What a house is made of: folders, address, set-up tasks, services. Read from the environment."""

import json
import os
import secrets
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jkrlm.supervisor.errors import HouseError, PortTaken
from jkrlm.supervisor.services import Service

ROOT = Path(__file__).resolve().parent.parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
STRIPE_HOST = "127.0.0.1"
POST_HOST = "127.0.0.1"
POST_NEWS_PATH = "/logistics/carriers/india-post/news/"
STRIPE_WEBHOOK_PATH = "/payments/stripe/webhook/"


@dataclass(frozen=True)
class Task:
    """A set-up step that must end well before the services start; ``shown`` lets its lines through."""

    title: str
    argv: tuple[str, ...]
    shown: bool = False


@dataclass(frozen=True)
class HousePlan:
    data_dir: Path
    host: str
    port: int
    tasks: tuple[Task, ...]
    services: tuple[Service, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    #: Path that answers 200 when the store is ready; empty where there is nothing to ask.
    ready_path: str = "/readyz"
    #: Set: the database is somebody else's, and none is started here.
    database_url: str = ""

    @property
    def address(self) -> str:
        return web_address(self.host, self.port) + "/"

    @property
    def run_folder(self) -> Path:
        return self.data_dir / "run"

    @property
    def logs(self) -> Path:
        return self.data_dir / "log"


def web_address(host: str, number: int) -> str:
    return f"http://[{host}]:{number}" if ":" in host else f"http://{host}:{number}"


def data_dir(environ: Mapping[str, str]) -> Path:
    return (ROOT / (environ.get("DATA_DIR") or "var")).resolve()


def backup_folder(environ: Mapping[str, str]) -> Path:
    return (ROOT / (environ.get("BACKUP_DIR") or "backups")).resolve()


def port(environ: Mapping[str, str]) -> int:
    text = environ.get("PORT") or "8000"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise HouseError(
            f"PORT={text} is not a port: choose a number from 1024 to 65535, as in: make run PORT=8080"
        )
    return int(text)


def store_plan(environ: Mapping[str, str] = os.environ) -> HousePlan:
    """Return the plan of ``make run``: the whole store in demo mode."""
    folder = data_dir(environ)
    host = environ.get("HOST") or "127.0.0.1"
    if host not in LOOPBACK:
        raise HouseError(
            f"HOST={host} is refused: the demo lets anybody in by one button, "
            "so it listens to this machine only."
        )
    web_port = port(environ)
    address = web_address(host, web_port)
    kept_secret(folder / "secret-key")  # which the settings read
    python, manage = sys.executable, (sys.executable, str(ROOT / "manage.py"))
    env = {
        "DJANGO_SETTINGS_MODULE": environ.get("DJANGO_SETTINGS_MODULE") or "jkrlm.settings.demo",
        "DATA_DIR": str(folder),
        "HOST": host,
        "PORT": str(web_port),
        "PUBLIC_URL": environ.get("PUBLIC_URL") or address,
        "PYTHONUNBUFFERED": "1",
    }
    services = [
        Service("web", (python, "-m", "jkrlm.supervisor.web")),
        Service("worker", (*manage, "work")),
    ]
    if not environ.get("STRIPE_SECRET_KEY"):
        stripe, stripe_env = _local_stripe(folder, after=web_port, web=address)
        services.insert(0, stripe)
        env |= stripe_env
    if not environ.get("INDIA_POST_API_URL"):
        post, post_env = _local_post(folder, after=web_port + 1, web=address)
        services.insert(0, post)
        env |= post_env
    return HousePlan(
        data_dir=folder,
        host=host,
        port=web_port,
        tasks=(Task("Setting up", (*manage, "set_up"), shown=True),),
        services=tuple(services),
        env=env,
        database_url=environ.get("DATABASE_URL") or "",
    )


def _local_stripe(folder: Path, *, after: int, web: str) -> tuple[Service, dict[str, str]]:
    """Return the stand-in for Stripe, which keeps its own data, and what the store must know of it."""
    stripe_port = free_port(STRIPE_HOST, first=after + 1)
    secret = kept_secret(folder / "stripe-webhook-secret", prefix="whsec_")
    argv = (
        *(sys.executable, "-m", "commerce.payments.local_stripe"),
        *("--host", STRIPE_HOST, "--port", str(stripe_port)),
        *("--data", str(folder / "stripe")),
        *("--webhook-url", web + STRIPE_WEBHOOK_PATH, "--webhook-secret", secret),
    )
    env = {
        "STRIPE_SECRET_KEY": "sk_test_demo",
        "STRIPE_WEBHOOK_SECRET": secret,
        "STRIPE_API_BASE": f"http://{STRIPE_HOST}:{stripe_port}",
    }
    return Service("stripe", argv), env


def _local_post(folder: Path, *, after: int, web: str) -> tuple[Service, dict[str, str]]:
    """Return the stand-in for India Post, which keeps its own data, and what the store must know of it."""
    post_port = free_port(POST_HOST, first=after + 1)
    secret = kept_secret(folder / "post-webhook-secret", prefix="whsec_")
    key = kept_secret(folder / "post-key", prefix="post_")
    argv = (
        *(sys.executable, "-m", "logistics.carriers.local_post"),
        *("--host", POST_HOST, "--port", str(post_port)),
        *("--data", str(folder / "post"), "--key", key),
        *("--webhook-url", web + POST_NEWS_PATH, "--webhook-secret", secret),
    )
    env = {
        "INDIA_POST_API_URL": f"http://{POST_HOST}:{post_port}",
        "INDIA_POST_API_KEY": key,
        "INDIA_POST_WEBHOOK_SECRET": secret,
    }
    return Service("post", argv), env


def kept_secret(path: Path, *, prefix: str = "") -> str:
    """
    Return a secret made at the first start and kept in the data folder, readable for its owner only.

    It appears whole or not at all: a start cut short must not leave an empty secret behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or not path.read_text():
        half = path.with_name(f"{path.name}.making-{os.getpid()}")
        half.touch(mode=0o600)
        half.write_text(prefix + secrets.token_hex(32))
        half.replace(path)
    return path.read_text()


def plan_from_file(path: Path, environ: Mapping[str, str] = os.environ) -> HousePlan:
    """
    Return a plan written as JSON: tasks ``[[title, *argv]]``, services ``{name: argv}``, ready_path.

    For the supervisor's own tests: a small tree of processes, healed and stopped by the same code.
    """
    wanted = json.loads(path.read_text())
    folder = data_dir(environ)
    return HousePlan(
        data_dir=folder,
        host=environ.get("HOST") or "127.0.0.1",
        port=port(environ),
        tasks=tuple(Task(title, tuple(argv)) for title, *argv in wanted.get("tasks", [])),
        services=tuple(Service(name, tuple(argv)) for name, argv in wanted.get("services", {}).items()),
        env={"DATA_DIR": str(folder)},
        ready_path=wanted.get("ready_path", ""),
        database_url=environ.get("DATABASE_URL") or "",
    )


def is_free(host: str, number: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except PermissionError:
            raise PortTaken(
                f"Port {number} is for root only; choose one from 1024, as in: make run PORT=8080"
            ) from None
        except OSError:
            return False
    return True


def free_port(host: str, *, first: int) -> int:
    """Return ``first`` or, where it is taken, any port that is free now."""
    if 1024 <= first <= 65535 and is_free(host, first):
        return first
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def refuse_taken_port(plan: HousePlan) -> None:
    if not is_free(plan.host, plan.port):
        raise PortTaken(
            f"Port {plan.port} on {plan.host} is used by another program; "
            f"choose another one, as in: make run PORT={plan.port + 80 if plan.port < 65000 else 8080}"
        )
