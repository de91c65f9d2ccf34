from sellers.reconciliation.models import StatementAccount


def load_reference_data() -> None:
    """Write the account that is the ledger's ``bank``; one that was changed since is left as it is."""
    StatementAccount.objects.get_or_create(
        code="escrow", defaults={"title": "Escrow account", "template": "two-columns"}
    )
