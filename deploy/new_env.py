"""
Write .env for compose.yaml, with every secret made at random; what only you know is left to fill in.

    python3 deploy/new_env.py shop.example.org
    python3 deploy/new_env.py shop.example.org --own-certificate     # files in deploy/tls, no Let's Encrypt

Needs Python's standard library and openssl. An .env that is there stays as it is.
"""

import argparse
import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN_CERTIFICATE = "/etc/umeed/tls/site.crt /etc/umeed/tls/site.key"


def rsa_key() -> str:
    """Return a new private key in PEM."""
    made = subprocess.run(
        ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    )
    return made.stdout.strip()


def made_at_random() -> dict[str, str]:
    """Return new values for the names that the example asks to be made at random."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": secrets.token_urlsafe(32),
        "CERT_SIGNING_KEYS": secrets.token_urlsafe(32),  # any 32 bytes are an Ed25519 key
        "SALEOR_SECRET_KEY": secrets.token_urlsafe(50),
        "SALEOR_RSA_PRIVATE_KEY": '"' + rsa_key().replace("\n", "\\n") + '"',
        "POSTGRES_PASSWORD": secrets.token_hex(24),
        "SALEOR_DATABASE_PASSWORD": secrets.token_hex(24),
        "UMEED_DATABASE_PASSWORD": secrets.token_hex(24),
        "STORAGE_ACCESS_KEY": "umeed",
        "STORAGE_SECRET_KEY": secrets.token_hex(24),
    }


def filled(example: str, host: str, tls: str) -> str:
    """Return the example with its random values, the host and the certificate's source in place."""
    values = {
        "SITE_HOST": host,
        "TLS": f'"{tls}"',
        "DEFAULT_FROM_EMAIL": f'"Umeed <orders@{host}>"',
        **made_at_random(),
    }
    lines = []
    for line in example.splitlines():
        name = line.partition("=")[0]
        lines.append(f"{name}={values.pop(name)}" if name in values else line)
    if values:
        raise SystemExit(f"deploy/env.example lacks {', '.join(values)}.")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Write .env for compose.yaml.")
    parser.add_argument("host", help="the name people type, as shop.example.org")
    parser.add_argument("--mail", help="whom Let's Encrypt may write to; default: admin@<host>")
    parser.add_argument("--own-certificate", action="store_true", help="site.crt and site.key in deploy/tls")
    parser.add_argument("--output", type=Path, default=ROOT / ".env")
    wanted = parser.parse_args()
    example = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
    tls = OWN_CERTIFICATE if wanted.own_certificate else wanted.mail or f"admin@{wanted.host}"
    text = filled(example, wanted.host, tls)
    try:
        with open(wanted.output, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(text)
    except FileExistsError:
        raise SystemExit(f"{wanted.output} is there already and stays as it is.") from None
    sys.stdout.write(
        f"{wanted.output} is written. Fill in STRIPE_…, EMAIL_URL and SMS_…; see docs/saleor.md.\n"
    )


if __name__ == "__main__":
    main()
