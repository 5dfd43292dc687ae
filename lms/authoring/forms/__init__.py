"""Forms of authoring: each for one part of a draft, or one step."""
