"""The hearing desk: receives answers to a hearing, loses none, and helps editors assess them."""
