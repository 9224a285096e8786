// The box “Describe your app” on plain pages: ideas that fill it, and Enter to go.

for (const form of document.querySelectorAll("[data-describe]")) {
  const box = form.querySelector("textarea");
  const button = form.querySelector("[data-inspire]");
  const ideas = JSON.parse(form.querySelector("script[type='application/json']").textContent);
  let next = Math.floor(Math.random() * ideas.length);
  button.hidden = false;
  button.addEventListener("click", () => {
    box.value = ideas[next];
    next = (next + 1) % ideas.length;
    box.focus();
  });
  box.addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", event => {
    if (!box.value.trim()) event.preventDefault();
  });
}
