"""What happens to the right to look at an order."""
