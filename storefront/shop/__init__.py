"""Finding goods: home, listing, product and maker pages. Reads only; changes nothing."""
