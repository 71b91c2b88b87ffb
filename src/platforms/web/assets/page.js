// Without this script every form still works by a plain page load; with it the answers gather on one page.
const turns = document.getElementById('turns');
const field = document.getElementById('q');

document.addEventListener('submit', async (event) => {
  const form = event.target.closest('form.ask');
  if (!form || !turns) return;
  event.preventDefault();
  const question = new FormData(form).get('q')?.toString().trim();
  if (!question) return;
  const turn = showWaiting(question);
  if (form.contains(field)) field.value = '';
  turn.outerHTML = await fetchAnswer(question, turn);
});

function showWaiting(question) {
  const turn = document.createElement('div');
  turn.className = 'turn waiting';
  const line = document.createElement('p');
  line.className = 'question';
  line.textContent = question;
  turn.append(line);
  turns.prepend(turn);
  turn.scrollIntoView({ block: 'nearest' });
  return turn;
}

async function fetchAnswer(question, turn) {
  try {
    const response = await fetch(
      `/api/ask?q=${encodeURIComponent(question)}&lang=${document.documentElement.lang}`,
    );
    if (response.ok) return await response.text();
  } catch {
    // Told below: the page cannot know more than that no answer came.
  }
  turn.classList.remove('waiting');
  const note = document.createElement('p');
  note.textContent = 'No answer came; please try again. / 没有收到回答，请重试。';
  turn.append(note);
  return turn.outerHTML;
}

// Lines complete while they are typed, as they do in a chat.
let newest = 0;
field?.addEventListener('input', async () => {
  const mine = ++newest;
  const typed = field.value;
  if (!typed.startsWith('/')) return;
  const response = await fetch(`/api/suggest?q=${encodeURIComponent(typed)}`).catch(() => undefined);
  if (!response?.ok || mine !== newest) return;
  const lines = await response.json();
  document.getElementById('lines').replaceChildren(...lines.map(toOption));
});

function toOption({ label, value }) {
  const option = document.createElement('option');
  option.value = value;
  option.textContent = label;
  return option;
}
