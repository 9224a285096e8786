"""Pictures that say what a link leads to: their canvas and typeface. What is on a card is not known here."""
