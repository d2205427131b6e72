// What scripts add to pages that work without them. Nothing here decides anything; the server does.

/** How long a button waits for the next page. A way back that opens an app leaves this page where it is. */
const BUSY_MS = 5000;
/** Longer than our own answer takes. */
const APP_OPENS_MS = 1500;

/** A form that is being sent says so, and is not sent twice. */
for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    if (form.getAttribute('aria-busy') === 'true') {
      event.preventDefault();
      return;
    }
    form.setAttribute('aria-busy', 'true');
    event.submitter?.classList.add('busy');
    setTimeout(becomeIdle, BUSY_MS);
  });
}

function becomeIdle() {
  for (const form of document.querySelectorAll('form[aria-busy]')) form.removeAttribute('aria-busy');
  for (const button of document.querySelectorAll('.busy')) button.classList.remove('busy');
}

// A page that the browser brings back from its memory is not busy.
window.addEventListener('pageshow', becomeIdle);

/** A fragment comes here with the redirects, and goes on with the form. */
for (const form of document.querySelectorAll('form[data-keeps-fragment]')) form.action += location.hash;

/** When the way back opens an app, this page stays behind; it says that it is finished. */
const appOpened = document.querySelector('#app-opened');
appOpened?.closest('form').addEventListener('submit', () => {
  setTimeout(() => {
    appOpened.hidden = false;
  }, APP_OPENS_MS);
});

const organization = document.querySelector('form.consent #organization');
if (organization) {
  const teamField = document.querySelector('#team-field');
  const team = document.querySelector('#team');
  const groups = [...document.querySelectorAll('#team optgroup')];
  const notes = [...document.querySelectorAll('.notes [data-organization]')];
  const write = document.querySelector('#write');
  const billing = document.querySelector('#billing');

  /** Shows what belongs to the chosen organization, and only that. */
  const react = () => {
    for (const note of notes) note.hidden = note.dataset.organization !== organization.value;
    if (!team) return;
    const chosen = team.value;
    // Taken out and put back, because not every browser can hide a part of a list.
    for (const group of groups) group.remove();
    const own = groups.filter((group) => group.dataset.organization === organization.value);
    team.append(...own);
    const stays = own.some((group) => [...group.children].some((option) => option.value === chosen));
    team.value = stays ? chosen : '';
    teamField.hidden = own.length === 0;
  };
  organization.addEventListener('change', react);

  /** Billing is a part of writing: it never stays on by itself, out of sight. */
  const nest = () => {
    if (!write.checked) billing.checked = false;
  };
  write.addEventListener('change', nest);

  const follow = () => {
    react();
    nest();
  };
  follow();
  // The browser may restore earlier choices after a reload.
  window.addEventListener('pageshow', follow);
}
