"""``python -m tests.standin.rooms --port N``: our web and our relay with the Saleor that the environment names."""

import argparse
import os
import threading

import django


def quicken() -> None:
    """Let seconds stand for minutes: a test's Saleor is away for seconds."""
    from commerce.saleor import breaker

    breaker.FIRST_SECONDS, breaker.LONGEST_SECONDS = 0.2, 0.8


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--real-pace", action="store_true", help="pauses as long as in production")
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.standin.rooms_settings"
    django.setup()

    from django.core.management import call_command

    from jkrlm.kernel import relay
    from tests.standin.serving import serve

    call_command("migrate", verbosity=0)
    if not given.real_pace:
        quicken()
    threading.Thread(target=relay.run_forever, args=(threading.Event(),), daemon=True).start()
    serve(port=given.port)


if __name__ == "__main__":
    main()
