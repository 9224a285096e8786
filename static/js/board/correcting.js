// Asks what a result should have been.
import { html, render } from "lit";

const LONGEST = 20_000; // characters

/** Resolves to the text, or null when it was left. `value` is what came, `purpose` says what it is for. */
export function askForCorrection(title, value, purpose) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog floating is-wide";
  dialog.setAttribute("aria-labelledby", "correcting-title");
  render(
    html`<form method="dialog">
      <h2 id="correcting-title">What should “${title}” have been?</h2>
      <p id="correcting-help">Change it as you would have liked it. ${purpose}</p>
      <textarea class="input" rows="10" dir="auto" maxlength=${LONGEST} aria-labelledby="correcting-title"
        aria-describedby="correcting-help" autofocus .value=${value.slice(0, LONGEST)}></textarea>
      <div class="dialog-buttons">
        <button class="button" value="">Cancel</button>
        <button class="button primary" value="keep">Keep it</button>
      </div>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("textarea").setSelectionRange(0, 0);
  dialog.querySelector("textarea").scrollTop = 0;
  return new Promise(resolve => {
    dialog.addEventListener("close", () => {
      const { value: text } = dialog.querySelector("textarea");
      dialog.remove();
      resolve(dialog.returnValue === "keep" && text.trim() ? text : null);
    });
  });
}
