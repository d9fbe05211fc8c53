"""From the model to what other programs read: the JSON API and the feeds."""
