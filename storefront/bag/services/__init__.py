"""What a buyer does to a bag."""
