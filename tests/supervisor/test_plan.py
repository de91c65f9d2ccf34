"""What ``make run`` makes of the environment."""

from pathlib import Path

import pytest

from jkrlm.supervisor.errors import HouseError
from jkrlm.supervisor.plan import store_plan
from tests.supervisor.houses import free_port


def test_the_demo_has_its_own_stripe_with_a_secret_of_its_own(tmp_path: Path) -> None:
    port = free_port()
    plan = store_plan({"DATA_DIR": str(tmp_path), "PORT": str(port)})
    assert [service.name for service in plan.services] == ["post", "stripe", "web", "worker"]
    assert [task.argv[-1] for task in plan.tasks] == ["set_up"]
    assert plan.address == f"http://127.0.0.1:{port}/"
    assert plan.env["PUBLIC_URL"] == f"http://127.0.0.1:{port}"
    assert plan.env["STRIPE_API_BASE"].startswith("http://127.0.0.1:")
    assert plan.env["INDIA_POST_API_URL"].startswith("http://127.0.0.1:")
    assert plan.env["INDIA_POST_API_URL"] != plan.env["STRIPE_API_BASE"]
    for name in ("secret-key", "stripe-webhook-secret", "post-webhook-secret", "post-key"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert plan.env["STRIPE_WEBHOOK_SECRET"] == (tmp_path / "stripe-webhook-secret").read_text()
    assert len(plan.env["STRIPE_WEBHOOK_SECRET"]) > 40
    again = store_plan({"DATA_DIR": str(tmp_path), "PORT": str(port)})
    assert again.env["STRIPE_WEBHOOK_SECRET"] == plan.env["STRIPE_WEBHOOK_SECRET"]


def test_a_secret_that_a_cut_start_left_empty_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()
    store_plan({"DATA_DIR": str(tmp_path)})
    assert len((tmp_path / "secret-key").read_text()) == 64


def test_with_keys_of_stripes_and_the_posts_the_local_ones_stay_out(tmp_path: Path) -> None:
    plan = store_plan(
        {
            "DATA_DIR": str(tmp_path),
            "STRIPE_SECRET_KEY": "sk_test_theirs",
            "INDIA_POST_API_URL": "https://post.example",
        }
    )
    assert [service.name for service in plan.services] == ["web", "worker"]
    assert "STRIPE_API_BASE" not in plan.env and "INDIA_POST_API_URL" not in plan.env


def test_the_demo_never_listens_to_other_machines(tmp_path: Path) -> None:
    with pytest.raises(HouseError, match=r"HOST=0\.0\.0\.0 is refused"):
        store_plan({"DATA_DIR": str(tmp_path), "HOST": "0.0.0.0"})
