// Runs before the page is painted, so that a chosen theme never flashes. Without a choice, the system's is followed.

try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; then the system's theme is the one.
}
