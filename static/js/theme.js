// Runs before the first paint, so that a chosen theme never flashes the other one. Storage may be refused.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch { /* the system's choice stays */ }
