// What can be set for each kind. A new kind is one module and one line here.
import * as chat from "./chat.js";
import * as classify from "./classify.js";
import * as code from "./code.js";
import * as document from "./document.js";
import * as heading from "./heading.js";
import * as image from "./image.js";
import * as input from "./input.js";
import * as note from "./note.js";
import * as number from "./number.js";
import * as picture from "./picture.js";
import * as search from "./search.js";
import * as select from "./select.js";
import * as summarise from "./summarise.js";
import * as text from "./text.js";
import * as toggle from "./toggle.js";
import * as translate from "./translate.js";

const INPUTS = { input, select, number, toggle, document, picture };
const AI = { text, chat, image, summarise, translate, code, classify, search };
const OTHER = { note, heading };
const KINDS = { ...INPUTS, ...AI, ...OTHER };

export const settingsOf = kind => KINDS[kind]?.fields ?? (() => "");
