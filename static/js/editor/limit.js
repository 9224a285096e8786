// A prompt's longest length: a change beyond it is refused, and what was pasted is told why. Knows no page.
import { EditorState } from "@codemirror/state";

export const LONGEST = 50_000; // characters, as the server has it

const sentence = length =>
  `A prompt holds at most ${LONGEST.toLocaleString("en")} characters; this would have ` +
  `${length.toLocaleString("en")}. Shorten it first.`;

/** `isExempt(transaction)`: changes from elsewhere; `say(sentence)` is not called for each letter that is typed. */
export function limited({ isExempt, say }) {
  return EditorState.changeFilter.of(transaction => {
    const { length } = transaction.newDoc;
    if (length <= Math.max(LONGEST, transaction.startState.doc.length) || isExempt(transaction)) return true;
    if (!transaction.isUserEvent("input.type")) say(sentence(length));
    return false;
  });
}
