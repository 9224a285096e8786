"""What a visitor gives: each kind checks it, and says how it reads where it is referred to."""
