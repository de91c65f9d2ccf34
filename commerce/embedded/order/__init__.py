"""Orders of the embedded store: what was bought, what left, what was called back."""
