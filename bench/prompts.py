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
    "Name ten birds of the sea",
    "Say how bread is baked",
    "Write a short speech for a wedding",
    "Explain what a library is for",
    "Describe a walk through a forest in spring",
    "Write a dialogue between a cat and a dog",
    "Give five reasons to ride a bicycle to work",
    "Tell what happens in a town when the first snow falls",
]
MAX_TOKENS = 96
TEMPERATURE = 0.0  # so that every contestant writes about the same

# Of everyday length, from 5 to 25 words: every subject with every end.
WHO = [
    "The old man",
    "My sister",
    "The children from next door",
    "Our new teacher",
    "The woman who sells flowers in front of the station",
    "A young doctor",
    "Nobody in the village",
    "The driver of the last bus",
]
WHAT = [
    "was late.",
    "bought some fresh bread at the market.",
    "forgot the keys on the kitchen table again.",
    "listened to the rain on the roof until it was morning.",
    "wrote a long letter to a friend who lives on the other side of the ocean.",
    "waited in the cold.",
    "told a story about a dog that found its way home through the snow.",
    "painted the fence around the garden blue, because the shop had no other colour.",
]
SENTENCES = [f"{who} {what}" for who in WHO for what in WHAT]
