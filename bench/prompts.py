"""What all benches ask, and how: the same prompts and parameters whatever is measured."""

PROMPTS = [
    "Write a story about a robot",
    "Explain how rain forms to a child",
    "Write a letter to a friend who moved to another city",
    "List ten things to do on a rainy Sunday, with a sentence for each",
    "Write a poem about the sea in autumn",
    "Describe a small bakery at five in the morning",
    "Give advice to somebody who learns to play the piano",
    "Tell the history of the bicycle in simple words",
]
MAX_TOKENS = 96
TEMPERATURE = 0.0  # so that every contestant writes about the same
