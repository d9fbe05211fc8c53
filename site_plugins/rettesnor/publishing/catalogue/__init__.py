"""A catalogue: the sites of several guidelines as one, with pages of its own around them."""
