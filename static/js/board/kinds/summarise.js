// How a summary plays: as text; of a long source one sees which part is being read.
import { answering } from "./answer.js";
import { prose } from "./text.js";

export const icon = "letter-text";
export const name = "Summary";

export const { body, mark, foot, isThere, past, words } = answering({
  draw: prose,
  doing: "summarising…",
  past: "written",
});
