// Code in colours: highlight.js with the languages that people ask models for. Classes only; the colours are in code.css.
import DOMPurify from "dompurify";
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";

const LANGUAGES = {
  bash,
  c,
  cpp,
  csharp,
  css,
  go,
  java,
  javascript,
  json,
  php,
  python,
  ruby,
  rust,
  sql,
  typescript,
  xml,
};
const LONGEST = 50_000; // characters: beyond that it is shown without colours, for each piece that comes costs the whole

for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

const SPANS = { ALLOWED_TAGS: ["span"], ALLOWED_ATTR: ["class"], RETURN_DOM_FRAGMENT: true };

/** Nodes that show `code`; as plain text where the language is not known. */
export function highlighted(code, language) {
  if (!hljs.getLanguage(language ?? "") || code.length > LONGEST) {
    const plain = document.createDocumentFragment();
    plain.append(code);
    return plain;
  }
  return DOMPurify.sanitize(hljs.highlight(code, { language, ignoreIllegals: true }).value, SPANS);
}

/** What people call a language: "Python" for "py", and a language that is not known as it was written. */
export const languageTitle = name => hljs.getLanguage(name ?? "")?.name ?? name ?? "";
