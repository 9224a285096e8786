// What the live pieces compute in the browser: how a token is drawn, how scores learn, a norm, a mask. Pure.

/** Shares of tokens with these log-probabilities at a temperature. At 0 the first of the best has all. */
export function tempered(logs, temperature) {
  const most = Math.max(...logs);
  if (temperature === 0) return logs.map((_, at) => Number(at === logs.indexOf(most)));
  return sharesOf(logs.map(log => Math.exp((log - most) / temperature)));
}

/** What top-p leaves of shares, the greatest first: as many as together have it, and the others have 0. */
export function nucleus(shares, topP) {
  let before = 0;
  const kept = shares.map(share => {
    const stays = before < topP;
    before += share;
    return stays ? share : 0;
  });
  return sharesOf(kept);
}

/** Where a random number of 0 … 1 falls. */
export function drawn(shares, number) {
  let sum = 0;
  const at = shares.findIndex(share => {
    sum += share;
    return number < sum;
  });
  return at < 0 ? shares.findLastIndex(share => share > 0) : at;
}

/** Scores after one step of learning that `right` should have come: each moves by how far its share is off. */
export function learned(scores, right, rate = 1) {
  const shares = tempered(scores, 1);
  return scores.map((score, at) => score + rate * (Number(at === right) - shares[at]));
}

/** The root of the mean square: how large numbers are. */
export const size = numbers => Math.sqrt(numbers.reduce((sum, one) => sum + one * one, 0) / numbers.length);

/** The same numbers at size 1. Zhang and Sennrich, "Root Mean Square Layer Normalization" (2019). */
export function normalised(numbers) {
  const now = size(numbers);
  return numbers.map(one => (now ? one / now : 0));
}

/** Who may look at whom, [head][row][column]: of those that look back nobody sees what comes after. */
export const mask = (rows, columns, looksBack = false) => [
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => Number(!looksBack || column <= row)),
  ),
];

function sharesOf(weights) {
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map(one => one / sum);
}
