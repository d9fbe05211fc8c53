"""Forms made from the schemas: what is shown, what is posted, and the data of it."""
