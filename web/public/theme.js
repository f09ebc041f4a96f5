// Runs before the page is drawn: the theme that was chosen here, if it is not the system's. `web/ui/theme.ts` writes what this reads.
try {
  const theme = localStorage.getItem('parlor.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden here: the system's theme it is.
}
