"""The real Saleor seen from here: its transport, its webhooks, our app in it, and setting it up."""
