"""The account's pages. Each is one buyer's: never cached, never indexed."""
