"""What the store's texts say in other languages."""
