"""Who may use how much of the models in a day, and how much was used of which.

What is asked of a model is reserved before it is handed over, with what it may take at the most, and settled when it
ended, with what it took: each once, in the transaction that moves the state of what asked.
"""
