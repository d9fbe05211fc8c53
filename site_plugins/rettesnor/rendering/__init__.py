"""From the model to HTML: whole page bodies, before any theme engine sees them."""
