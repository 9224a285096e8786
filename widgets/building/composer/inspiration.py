"""Ideas for who does not know yet what to describe."""

IDEAS = (
    "A bedtime story for my child with their name and favourite animal, and a title for it",
    "What can I cook with the ingredients in my fridge? With a shopping list",
    "Turn my rough notes into a polite email in a tone that I choose, with a subject line",
    "A quiz about any topic with five questions, and the answers",
    "Plan a weekend in a city for what I like, with a packing list",
    "Explain a hard word to a ten-year-old, with an example",
    "Pros and cons of a decision, and some advice",
    "A short poem about anything, happy or sad",
    "Sort customer feedback by sentiment and write a reply",
    "Summarise an article and list its key points",
    "Name ideas and a slogan for a new company",
    "Five interview questions for a job, and a coach to practise with",
)
