// “Answer as JSON”: whether the answer is data, and of which shape.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { about } from "../fields.js";
import { FIRST } from "../schema.js";
import { fold } from "./fold.js";
import "./schema-builder.js";

export function json(at) {
  const { json_schema: schema = null } = at.widget.settings;
  const body = html`
    <label class="check">
      <input type="checkbox" role="switch" .checked=${live(schema !== null)}
        @change=${event => at.set({ json_schema: event.target.checked ? FIRST : null })}>
      <span>Answer as JSON <small>The model fills in the fields below and writes nothing else.</small></span>
    </label>
    ${schema ? html`<schema-builder .schema=${schema} @schema=${event => at.set({ json_schema: event.detail })}></schema-builder>` : nothing}
    ${about(at, "json_schema")}
  `;
  return fold(at, "Shape of the answer", body, { fields: ["json_schema"], now: schema ? "JSON" : "" });
}
