// Words made of several, and of numbers.

/** "Topic, Outline and Story". */
export const list = titles => new Intl.ListFormat("en", { type: "conjunction" }).format(titles);

/** "1 token", "12,300 tokens"; "2 remixes" where the plural is given. */
export const counted = (number, noun, plural = `${noun}s`) =>
  `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;

/** Bytes as people say them: "812 KB", "2.3 MB". */
export function size(bytes) {
  if (bytes < 1000) return counted(bytes, "byte");
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}
