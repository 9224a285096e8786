// What a lesson says, shaped for a curve and for sentences. Pure.
import { counted } from "../words.js";

/** Columns of the same length, as uPlot takes them: steps, the loss of what is learned, and that of what is held out. */
export function columns(moments) {
  const steps = [...new Set(moments.map(([step]) => step))].sort((one, other) => one - other);
  const [learned, heldOut] = [1, 2].map(place => {
    const known = new Map(moments.filter(moment => moment[place] !== null).map(moment => [moment[0], moment[place]]));
    return steps.map(step => known.get(step) ?? null);
  });
  return [steps, learned, heldOut];
}

export const percent = share => `${Math.round(100 * share)} %`;

/** "40 seconds", "3 minutes": as exactly as anybody can tell. */
export const lasting = seconds =>
  seconds < 90
    ? counted(Math.max(5, 5 * Math.round(seconds / 5)), "second")
    : counted(Math.round(seconds / 60), "minute");

const LITTLE = 0.1; // gained

/** Whether it was worth it, by what is measured before and after. */
export function verdict({ measure, before, after }) {
  const [now, then] = [after, before].map(percent);
  const said =
    measure === "chrF"
      ? `of what it writes ${now} agree with your answers, ${then} did before.`
      : `${now} are right now, ${then} were before.`;
  if (after > before + LITTLE) return `Better: ${said}`;
  const how = after > before ? "A little better" : "Not better";
  return `${how}: ${said} Give more examples, or let it learn longer.`;
}

/** What it said at each look, by what it was asked: [{asked, said: [{step, text}]}]. */
export function samples(moments) {
  const byQuestion = new Map();
  for (const [step, , , said = []] of moments)
    for (const [asked, text] of said) byQuestion.set(asked, [...(byQuestion.get(asked) ?? []), { step, text }]);
  return [...byQuestion].map(([asked, said]) => ({ asked, said }));
}

/** For a vote: of each pair of answers that differ, both in an order that `chance` (0 to 1) decides. */
export function shuffled(answers, chance = Math.random) {
  return answers
    .filter(([, , before, after]) => before !== after)
    .map(([asked, , before, after]) => {
      const sides = [
        { side: "before", text: before },
        { side: "after", text: after },
      ];
      return { asked, sides: chance() < 0.5 ? sides : sides.reverse() };
    });
}

/** What votes come to, in a sentence. */
export function tally(votes) {
  const [after, before] = ["after", "before"].map(side => votes.filter(vote => vote === side).length);
  const same = votes.length - after - before;
  const said = `You chose what it learned ${counted(after, "time")}, what it said before ${counted(before, "time")}`;
  return same ? `${said}, and found both as good ${counted(same, "time")}.` : `${said}.`;
}
