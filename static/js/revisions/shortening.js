// Compared texts, shortened to what differs and a few words around it. Pure.

const AROUND = 80; // characters of what stayed the same, on each side of what changed
const SHORT = 300; // characters that are shown whole

/** Pieces {change, text} as the server has them, in which long stretches that are the same are cut between words. */
export function shortened(pieces) {
  return pieces.map((piece, index) =>
    piece.change === "same" ? { ...piece, text: cut(piece.text, index > 0, index < pieces.length - 1) } : piece,
  );
}

function cut(text, hasBefore, hasAfter) {
  if (text.length <= SHORT) return text;
  const start = hasBefore ? text.slice(0, AROUND).replace(/\S*$/u, "") : "";
  const end = hasAfter ? text.slice(-AROUND).replace(/^\S*/u, "") : "";
  return `${start}…${end}`;
}
