"""How fast prompts are answered, one at once and eight: by libraries, by our engine, and through the whole product."""
