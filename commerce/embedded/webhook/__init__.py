"""What the store tells the app: events written in the transaction, questions asked outside of any."""
