"""The catalogs: how they are read, and what holds for every sentence in them."""
