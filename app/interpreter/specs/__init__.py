"""One spec class per behaviour: what a token does when it reaches, enters and leaves a node."""
