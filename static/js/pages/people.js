// One's own profile and playlists: what they say, and the order of their apps.
import "../community/profile-about.js";
import "../community/playlist-editor.js";
