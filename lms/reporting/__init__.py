"""Pages that join features for one reader: home, a person's levels. Reads only; decides nothing."""
