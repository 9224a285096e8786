// How much of a daily quota is used, in words. Pure. A quota is as GET /api/quota answers.

export const NEAR = 0.8; // of a quota
const MINUTE = 60_000; // milliseconds

/** [["tokens", level or null], ["images", …]]; none where nothing has a limit. */
export const levelsOf = ({ tokens, images }) => (tokens || images ? Object.entries({ tokens, images }) : []);

/** Of a quota of none nothing is ever used up. */
export const isSpent = ({ used, of }) => of > 0 && used >= of;
export const isNear = ({ used, of }) => of > 0 && used > NEAR * of;

function left(milliseconds) {
  const minutes = Math.max(1, Math.ceil(milliseconds / MINUTE));
  return minutes < 60 ? `${minutes}\u00a0min` : `${Math.round(minutes / 60)}\u00a0h`;
}

/** `what`: tokens or images. Numbers are written as the browser's language does, or `locale`. */
export function levelWords(what, level, { now = Date.now(), locale } = {}) {
  if (!level) return `As many ${what} a day as you like.`;
  const [used, of] = [level.used, level.of].map(number => number.toLocaleString(locale));
  if (level.of === 0) return `Your quota has no ${what}. Ask an administrator for some.`;
  const state = isSpent(level) ? "Used up: " : isNear(level) ? "Nearly used up: " : "";
  return `${state}${used} of ${of} ${what} used today; starts again at 00:00 UTC in ${left(Date.parse(level.resets_at) - now)}`;
}
