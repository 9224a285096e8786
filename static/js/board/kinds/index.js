// How each kind plays on its card. A new kind is one module and one line here.
import * as input from "./input.js";
import * as note from "./note.js";
import * as text from "./text.js";

const KINDS = { input, note, text };

/** What the page does not know it still shows by its name. */
const unknown = kind => ({ icon: "circle-alert", name: kind, body: () => "", mark: () => "unknown kind" });

export const playing = kind => KINDS[kind] ?? unknown(kind);
