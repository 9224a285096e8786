"""A small T5 that translates between English and French or Spanish and mends small slips: text to text, by prefix.

`pairs` fetches and cleans sentences with their translations, `splitting` holds some of them out so that nothing like
them is learned from, `slips` spoils sentences that are to be mended, and `tasks` makes examples of all that.
`vocabulary` learns the pieces of words, `batches` keeps what is as long together, and `learner` is who learns.
`training` goes through it from one end to the other.
"""
