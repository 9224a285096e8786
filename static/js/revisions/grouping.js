// Revisions as a person remembers them: what one author saved within minutes is one step. Pure.

const NEAR = 10 * 60_000; // milliseconds between two saves of one step
const MOST = 3; // sentences that a step shows

const isOwnStep = revision => Boolean(revision.name) || revision.published;

/** Steps, each with its `revisions`, the newest first. One that was named or published begins a step. */
export function grouped(revisions) {
  const steps = [];
  for (const revision of revisions) {
    const step = steps.at(-1);
    if (step && goesOn(step.revisions.at(-1), revision)) step.revisions.push(revision);
    else steps.push({ revisions: [revision] });
  }
  return steps.map(({ revisions: own }) => ({ revisions: own, newest: own[0], changes: changesOf(own) }));
}

/** Whether `older` belongs to the step that `newer` is the oldest of. */
function goesOn(newer, older) {
  const isNear = new Date(newer.created_at) - new Date(older.created_at) < NEAR;
  return isNear && newer.author?.username === older.author?.username && !isOwnStep(older);
}

/** The sentences of all, each once, the latest first: {said, more}. */
function changesOf(revisions) {
  const all = [...new Set(revisions.flatMap(({ changes }) => changes))];
  return { said: all.slice(0, MOST), more: Math.max(all.length - MOST, 0) };
}

/** Steps by the day of their newest revision: [{day, steps}]. `dayOf` makes a text of a Date. */
export function byDay(steps, dayOf) {
  const days = [];
  for (const step of steps) {
    const day = dayOf(new Date(step.newest.created_at));
    if (days.at(-1)?.day === day) days.at(-1).steps.push(step);
    else days.push({ day, steps: [step] });
  }
  return days;
}
