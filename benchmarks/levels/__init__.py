"""How close levels come to the truth, in simulated worlds whose truth is known, and how long the model takes."""
