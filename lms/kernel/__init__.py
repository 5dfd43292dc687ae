"""Words every layer shares: errors, time, ids, permissions and the actor. Standard library only."""
