"""A small diffusion transformer that draws emoji-like pictures from words.

`packages` fetches open picture sets, `names` says what is on them, `renders` draws them, `captions` puts them into
words and `dataset` holds all that. `autoencoder` and `transformer` are the two nets that learn, `training` is the
loop, and `pipeline` makes the folder that diffusers loads.
"""
