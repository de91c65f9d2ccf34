"""Messages to phones: what they say, as registered with the carriers, and who takes them there."""
