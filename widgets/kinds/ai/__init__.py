"""What a model makes: each kind asks it with a body of inference.protocol, and says how the answer reads."""
