// What a picture of attention shows: heads, rows, strongest looks. Pure.

/** Weights [row][column] of one head, or with head null the mean of all. */
export function weightsOf({ weights }, head) {
  if (head !== null) return weights[head];
  const [first] = weights;
  return first.map((row, r) => row.map((_, c) => weights.reduce((sum, one) => sum + one[r][c], 0) / weights.length));
}

/** Where a row looks most: [{column, share}], the strongest first. */
export function strongest(row, most = 3) {
  const all = row.map((share, column) => ({ column, share }));
  return all.toSorted((a, b) => b.share - a.share).slice(0, most);
}

/** A token as people see it: blanks and line breaks are shown, as they are part of it. */
export const visible = token => token.replaceAll("\n", "⏎").replaceAll("\t", "⇥").replace(/^ | $/g, "·") || "∅";

export const percent = share => (share < 0.01 && share > 0 ? "<1%" : `${Math.round(share * 100)}%`);

/** A sentence for those who do not see the picture. */
export function inWords(row, rows, columns, at) {
  const looks = strongest(row).map(({ column, share }) => `“${visible(columns[column])}” ${percent(share)}`);
  return `“${visible(rows[at])}” looks at ${looks.join(", ")}.`;
}
