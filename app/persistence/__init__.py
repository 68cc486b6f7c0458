"""Tables, repositories, projectors and files: the only home of SQLAlchemy."""
