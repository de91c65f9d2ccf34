"""What a buyer does on the checkout page, one verb per module. Nothing here holds a transaction open
while the store is called."""
