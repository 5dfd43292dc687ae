"""Problems, rules, points, the search for the best plan, its proof and its reasons. Pure."""
