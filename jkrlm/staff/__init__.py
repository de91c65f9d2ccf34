"""The staff's own pages that belong to no room: the events that could not be delivered."""
