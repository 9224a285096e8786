// How a translation plays: as text.
import { answering } from "./answer.js";
import { prose } from "./text.js";

export const icon = "languages";
export const name = "Translation";

export const { body, mark, foot, isThere, past, words } = answering({
  draw: prose,
  doing: "translating…",
  past: "translated",
});
