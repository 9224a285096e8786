// Which files a widget takes, in words: one list for each kind, wherever it is said.

export const TAKEN = {
  document: "PDF, Word, PowerPoint, HTML, CSV, JSON, Markdown or text",
  picture: "JPEG, PNG, WebP or GIF",
};

const SENTENCES = {
  document: `This cannot be read as a document. Choose one of these: ${TAKEN.document}.`,
  picture: `This is not a picture. Choose one in ${TAKEN.picture}.`,
};

/** Why a widget of this kind does not take an Upload of that type, or null. */
export function misfit(kind, { media_type }) {
  return media_type.startsWith("image/") === (kind === "picture") ? null : SENTENCES[kind];
}

const NEITHER = ["unsupported_type"];
const NO_USE = { document: NEITHER, picture: [...NEITHER, "old_office", "password_needed"] };

/** What to say of a file that the server refused: it does not know for which widget that was. */
export const refusal = (kind, { code, message }) => (NO_USE[kind].includes(code) ? SENTENCES[kind] : message);
