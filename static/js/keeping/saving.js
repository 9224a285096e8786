// Hands a file to the browser to save.

const SOON = 60_000; // milliseconds in which the browser has begun to save

/** "The story of A/B" makes "The story of A B": what file systems take. */
export function fileName(title, ending) {
  const name = title
    .replaceAll(/[\p{Cc}\\/:*?"<>|]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 80);
  return `${name || "Result"}.${ending}`;
}

function save(url, name) {
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
}

export function saveBlob(blob, name) {
  const url = URL.createObjectURL(blob);
  save(url, name);
  setTimeout(() => URL.revokeObjectURL(url), SOON);
}

export const saveText = (text, name, type) => saveBlob(new Blob([text], { type: `${type};charset=utf-8` }), name);

export const saveJSON = (data, name) => saveText(`${JSON.stringify(data, null, 2)}\n`, name, "application/json");

/** What the server has. */
export const saveFile = (url, name) => save(url, name);
