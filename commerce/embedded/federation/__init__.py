"""Apollo Federation: the store as one of several services behind a common schema."""
