"""Translation to and from the formats of others. Translates, never decides."""
