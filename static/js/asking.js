// A question in the middle of the page, before something is done that many would regret.
import { html, render } from "lit";

/** `yes` are the words of the button that does it. Resolves to whether it was pressed. */
export function ask({ title, words, yes }) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog floating";
  dialog.setAttribute("aria-labelledby", "asking-title");
  render(
    html`<form method="dialog">
      <h2 id="asking-title">${title}</h2>
      <p>${words}</p>
      <div class="dialog-buttons">
        <button class="button" value="" autofocus>Cancel</button>
        <button class="button danger" value="yes">${yes}</button>
      </div>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
