// What passkeys need of a script: the browser makes or uses one only when it is asked through one. The answer travels in the form.
const { browserSupportsWebAuthn, startAuthentication, startRegistration } = globalThis.SimpleWebAuthnBrowser;

const ACTIONS = { create: startRegistration, get: startAuthentication };

const knowsPasskeys = browserSupportsWebAuthn();
document.documentElement.classList.toggle('without-passkeys', !knowsPasskeys);

for (const form of knowsPasskeys ? document.querySelectorAll('form[data-passkey]') : []) {
  const alert = form.querySelector('[role=alert]');
  form.hidden = false;

  const askForPasskey = async (button) => {
    if (button) button.disabled = true;
    alert.hidden = true;
    try {
      const answer = await ACTIONS[form.dataset.passkey]({ optionsJSON: JSON.parse(form.dataset.options) });
      form.elements.namedItem('credential').value = JSON.stringify(answer);
      form.submit();
    } catch (error) {
      // Browsers do not tell a person who cancelled from one who has no passkey here.
      alert.textContent =
        error?.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED' ? alert.dataset.there : alert.dataset.failed;
      alert.hidden = false;
    } finally {
      if (button) button.disabled = false;
    }
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    void askForPasskey(event.submitter);
  });
}
