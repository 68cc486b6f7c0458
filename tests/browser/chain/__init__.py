"""One topic of the executive meeting at the desks of all its people, in three parts."""
