"""A small diffusion transformer that draws emoji-like pictures from words.

`packages` fetches open picture sets, `names` says what is on them, `renders` draws them, `captions` puts them into
words, and `dataset` holds all that. `autoencoder` and `flow` are the two nets that learn: pixels into latents and back,
and from noise to latents. `training` goes through it from one end to the other: `latents` are what there is to learn,
`learner` is who learns, and shows it on `sheets`. `pipeline` makes the folder that diffusers loads.
"""
