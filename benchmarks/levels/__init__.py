"""How close levels come to the truth in simulated worlds, and how long the model takes to find them."""
