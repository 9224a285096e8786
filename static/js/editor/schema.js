// JSON Schemas as people make them: a list of fields that becomes a schema, a schema read back as fields, and what is
// wrong with one that was written by hand, in a sentence. No DOM here.

const DEEPEST = 7; // levels of brackets: a graph's settings are not nested deeper

const TYPES = {
  text: { type: "string" },
  number: { type: "number" },
  "yes or no": { type: "boolean" },
  "list of texts": { type: "array", items: { type: "string" } },
  choice: { type: "string", enum: [] },
};

export const TYPE_NAMES = Object.keys(TYPES);

/** What “Answer as JSON” begins with. */
export const FIRST = schemaOf([{ name: "answer", type: "text", description: "", required: true, choices: [] }]);

/** `fields` are {name, type, description, required, choices}. */
export function schemaOf(fields) {
  return {
    type: "object",
    properties: Object.fromEntries(fields.map(field => [field.name, property(field)])),
    required: fields.filter(field => field.required).map(field => field.name),
    additionalProperties: false,
  };
}

function property({ type, description, choices }) {
  const made = { ...TYPES[type], ...(type === "choice" && { enum: choices }) };
  return description ? { ...made, description } : made;
}

/** The fields of a schema; null of one that says more than fields can. */
export function fieldsOf(schema) {
  const { properties, required = [] } = schema;
  if (!isObject(properties) || !Array.isArray(required)) return null;
  const fields = Object.entries(properties).map(([name, about]) => ({
    name,
    type: typeOf(about),
    description: about?.description ?? "",
    required: required.includes(name),
    choices: about?.enum ?? [],
  }));
  if (fields.some(field => field.type === null)) return null;
  return same(schemaOf(fields), { additionalProperties: false, required: [], ...schema }) ? fields : null;
}

function typeOf(about) {
  if (!isObject(about)) return null;
  const { description: _, enum: choices, ...rest } = about;
  if (choices) return rest.type === "string" && isTexts(choices) && Object.keys(rest).length === 1 ? "choice" : null;
  return TYPE_NAMES.find(name => name !== "choice" && same(TYPES[name], rest)) ?? null;
}

/** A text as a schema: {schema}, or {fault} with what to mend. */
export function read(text) {
  let schema;
  try {
    schema = JSON.parse(text);
  } catch (error) {
    return { fault: `This is not JSON${place(error, text)}. Look for a missing comma, quotation mark or bracket.` };
  }
  const fault = faultOf(schema);
  return fault ? { fault } : { schema };
}

/** Where browsers say that parsing ended, as a line. */
function place({ message }, text) {
  const line = /line (\d+)/.exec(message)?.[1];
  const position = /position (\d+)/.exec(message)?.[1];
  if (line) return `, from line ${line} on`;
  return position ? `, from line ${text.slice(0, position).split("\n").length} on` : "";
}

const KNOWN = ["string", "number", "integer", "boolean", "object", "array", "null"];

/** What is wrong with a schema, in a sentence; null when nothing is. */
export function faultOf(schema) {
  const isDeep = height(schema) > DEEPEST;
  return isDeep
    ? `The schema has more than ${DEEPEST} levels of brackets. Make it flatter.`
    : faultIn(schema, "The schema");
}

const height = value =>
  typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(height)) : 0;

/** `name` says where in the whole this stands. */
function faultIn(schema, name) {
  if (!isObject(schema)) return `${name} is not an object. Write it in curly brackets.`;
  const { type, enum: choices, properties = {}, required = [], items } = schema;
  const unknown = [type ?? []].flat().find(one => !KNOWN.includes(one));
  if (unknown !== undefined) return `${name} has the type “${unknown}”. Use one of ${KNOWN.join(", ")}.`;
  if (choices !== undefined && !(Array.isArray(choices) && choices.length))
    return `${name} has no choices. Write at least one.`;
  if (!isObject(properties)) return `The properties of ${lower(name)} are not an object. Write them in curly brackets.`;
  if (!isTexts(required))
    return `What is required of ${lower(name)} is not a list of names. Write them in square brackets.`;
  const stray = required.find(one => !(one in properties));
  if (stray !== undefined)
    return `${name} requires “${stray}”, which is not one of its properties. Add it, or leave it out.`;
  const inner = Object.entries(properties).map(([key, value]) => faultIn(value, `“${key}”`));
  const within = items === undefined ? null : faultIn(items, `What is in ${lower(name)}`);
  return inner.find(Boolean) ?? within;
}

const lower = name => name.replace(/^The/, "the");
const isObject = value => typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = value => Array.isArray(value) && value.every(one => typeof one === "string");

/** Whether two schemas say the same, whatever the order of their keys. */
function same(a, b) {
  if (!isObject(a) || !isObject(b)) return JSON.stringify(a) === JSON.stringify(b);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => key in b && same(a[key], b[key]));
}
