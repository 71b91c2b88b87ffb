// Light or dark follows the system until the reader chooses; the choice stays in this browser alone.
const root = document.documentElement;
const kept = localStorage.getItem('theme');
if (kept === 'light' || kept === 'dark') root.dataset.theme = kept;

// Pictures have a dark twin, which by itself follows the system alone.
function matchPictures() {
  const media = { light: 'not all', dark: 'all' }[root.dataset.theme] ?? '(prefers-color-scheme: dark)';
  for (const source of document.querySelectorAll('picture > source')) source.media = media;
}

document.addEventListener('DOMContentLoaded', () => {
  matchPictures();
  const button = document.getElementById('theme');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const isDark = root.dataset.theme
      ? root.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = isDark ? 'light' : 'dark';
    localStorage.setItem('theme', root.dataset.theme);
    matchPictures();
  });
});

// A link to one line opens its sources, so that a reader sees at once what it rests on.
function openTarget() {
  const line = location.hash && document.getElementById(location.hash.slice(1));
  const more = line?.querySelector('details.sources');
  if (more) more.open = true;
}
addEventListener('hashchange', openTarget);
addEventListener('DOMContentLoaded', openTarget);
