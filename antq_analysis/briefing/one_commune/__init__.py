"""One commune on one page: its figures over the years, with those of the communes that it was made of."""
