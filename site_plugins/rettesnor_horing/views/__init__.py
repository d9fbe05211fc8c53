"""The pages and the JSON endpoint for those who answer."""
