// How what a model made reads where something refers to it. The twin of `reads` in widgets/kinds/ai: both read
// tests/cases/answers.json.

const FENCE = "```";

/** The code in the first fenced block, closed or not; all of it where there is none. */
function fenced(text) {
  const [before, ...rest] = text.split(FENCE);
  if (!rest.length) return before;
  const [block] = rest;
  return block.slice(block.indexOf("\n") + 1 || block.length).replace(/\n+$/, "");
}

function quoted({ source, where, text }) {
  const place = [source, where].filter(Boolean).join(", ");
  return place ? `[${place}]\n${text}` : text;
}

/** What an answer in JSON says, [] as long as it has not come. */
function list(value) {
  try {
    return JSON.parse(value);
  } catch {
    return [];
  }
}

const KINDS = {
  image: value => (value ? `[image: ${value}]` : ""),
  code: fenced,
  classify: value => list(value)[0]?.label ?? "",
  search: value => list(value).map(quoted).join("\n\n"),
};

export const reads = (widget, value) => KINDS[widget.kind]?.(value) ?? value;

const SPEAKERS = { user: "You", assistant: "Assistant" };

/** A conversation; of one that has yet to begin, the first message. */
export function transcript({ first_message: first = "" }, turns) {
  if (!turns.length) return first;
  const all = first.trim() ? [{ role: "assistant", content: first }, ...turns] : turns;
  return all.map(({ role, content }) => `${SPEAKERS[role]}: ${content}`).join("\n");
}
