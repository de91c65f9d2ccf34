"""``python -m tests.standin --port 0``: the stand-in on the database of DATABASE_URL, migrated first."""

import argparse
import os
import threading

import django


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    port = parser.parse_args().port
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.standin.settings"
    django.setup()

    from django.core.management import call_command

    from commerce.embedded.webhook.services import set_answerer
    from commerce.subscriptions import documents
    from jkrlm.kernel import outbox, relay
    from tests.standin.postman import POSTMAN, ask_app
    from tests.standin.serving import serve

    call_command("migrate", verbosity=0)
    outbox.set_reactions(dict.fromkeys(documents(), (POSTMAN.take,)))
    set_answerer(ask_app)
    POSTMAN.start()
    threading.Thread(target=relay.run_forever, args=(threading.Event(),), daemon=True).start()
    serve(port=port)


if __name__ == "__main__":
    main()
