"""What the engine needs of the world, as Protocols; `app.bootstrap` chooses who implements them."""
