// How each kind plays on its card. A new kind is one module and one line here.
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

const KINDS = {
  ...{ input, select, number, toggle, document, picture },
  ...{ text, chat, image, summarise, translate, code, classify, search },
  ...{ note, heading },
};

/** What the page does not know it still shows by its name. */
const unknown = kind => ({ icon: "circle-alert", name: kind, body: () => "", mark: () => "unknown kind" });

export const playing = kind => KINDS[kind] ?? unknown(kind);
