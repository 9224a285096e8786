// JSON that may not be whole yet.

/** What `text` says in JSON, or null as long as it is none. */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
