"""
A local server that speaks Stripe's API and hosts its pay page.

It stands for another company: its own process, its own state (one SQLite file
that survives kill -9), its own threads that post webhooks. It imports nothing
of Django and nothing of the rooms. The store talks to it only through the
real ``stripe`` library, so that a key and no ``STRIPE_API_BASE`` is all that
changes in production. No money moves here, and every page says so.

    python -m commerce.payments.local_stripe --host 127.0.0.1 --port 8012 \\
        --data var/stripe --webhook-url http://127.0.0.1:8000/payments/stripe/webhook/ \\
        --webhook-secret whsec_demo

Spoken: checkout sessions (create, read, list, expire, line items), payment
intents, charges, refunds, disputes (read, list, close), balance transactions and
payouts (read, list; what a day brought is paid out when it is over), events; expansion;
cursors; idempotency keys; Stripe's error shapes. Version headers are ignored.
Keys must start with ``sk_test_``. ``GET /healthz`` answers when it is ready.

Cards on the pay page (any future date, any three digits):

    4242 4242 4242 4242   paid
    4000 0000 0000 0002   declined; another card may be tried on the same page
    4000 0000 0000 9995   declined: insufficient funds
    4000 0025 0000 3155   3-D Secure: a page of the bank asks to approve or refuse
    4000 0000 0000 0259   paid, and disputed by the buyer's bank a little later
    4000 0000 0000 7726   paid; a refund is pending first and succeeds a little later
    4000 0000 0000 5126   paid; a refund succeeds first and fails a little later

The foot of the pay page holds controls for a demonstration, all plain fields:

    webhooks    prompt | late | twice | disordered | never
    settlement  now | slow-success | slow-failure (as delayed bank methods do)

and a link to leave without paying. ``late`` and "a little later" are
``--late-seconds`` (default 20).
"""
