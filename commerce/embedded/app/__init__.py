"""Programs of others that work with the store: made by hand, or installed from their manifest."""
