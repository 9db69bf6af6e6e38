// A form sent is not sent twice; confirmations close; selects submit; the first error takes the focus.

const VERROU = 8000;

document.addEventListener("submit", (evenement) => {
  const formulaire = evenement.target;
  if (formulaire.method !== "post" || formulaire.matches("[data-vote], [data-affichage]") || evenement.defaultPrevented) return;
  const depuis = Date.now() - Number(formulaire.dataset.envoye ?? 0);
  if (depuis < VERROU) {
    evenement.preventDefault();
    return;
  }
  formulaire.dataset.envoye = Date.now();
  const bouton = evenement.submitter;
  bouton?.setAttribute("aria-busy", "true");
  setTimeout(() => {
    delete formulaire.dataset.envoye;
    bouton?.removeAttribute("aria-busy");
  }, VERROU);
});

// Coming back by the browser's « back » must find usable buttons.
addEventListener("pageshow", () => {
  for (const formulaire of document.querySelectorAll("form[data-envoye]")) delete formulaire.dataset.envoye;
  for (const bouton of document.querySelectorAll("[aria-busy]")) bouton.removeAttribute("aria-busy");
});

document.addEventListener("htmx:after:request", (evenement) => {
  const formulaire = evenement.target.closest?.("form");
  if (formulaire) delete formulaire.dataset.envoye;
});

document.addEventListener("click", (evenement) => {
  const fermer = evenement.target.closest("[data-fermer]");
  if (fermer) {
    const volet = fermer.closest("details");
    volet.open = false;
    volet.querySelector("summary").focus();
  }
  const tous = evenement.target.closest("[data-tous]");
  if (tous) {
    const valeur = CSS.escape(tous.dataset.tous);
    const tenus = [...tous.form.querySelectorAll("[name^=t-]")].map((tenu) => tenu.name.replace("t-", "v-"));
    for (const radio of tous.form.querySelectorAll(`input[type=radio][value="${valeur}"]:not(:disabled)`)) {
      if (!tenus.includes(radio.name)) radio.checked = true; // who has voted is not made to vote again
    }
  }
});

document.addEventListener("change", (evenement) => {
  if (evenement.target.matches("[data-soumettre]")) evenement.target.form.requestSubmit();
});

function preparer() {
  for (const bouton of document.querySelectorAll("[data-fermer][hidden]")) bouton.hidden = false;
}
preparer();
document.addEventListener("htmx:after:swap", preparer);
document.querySelector("[data-erreurs]")?.focus();
