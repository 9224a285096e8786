// What can be set for each kind. A new kind is one module and one line here.
import * as input from "./input.js";
import * as note from "./note.js";
import * as text from "./text.js";

const KINDS = { input, note, text };

export const settingsOf = kind => KINDS[kind]?.fields ?? (() => "");
