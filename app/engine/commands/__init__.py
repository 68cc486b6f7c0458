"""One module per command, named after it; `app.engine.handlers` lists them."""
