// Colours and density change at once; the server keeps the choice.

const MEDIAS = { "": "screen and (prefers-color-scheme: dark)", clair: "not all", sombre: "screen" };

document.addEventListener("submit", (evenement) => {
  const formulaire = evenement.target;
  if (!formulaire.matches("form[data-affichage]") || !evenement.submitter) return;
  evenement.preventDefault();
  const { name, value } = evenement.submitter;
  if (value) document.documentElement.dataset[name] = value;
  else delete document.documentElement.dataset[name];
  if (name === "theme") {
    for (const lien of document.querySelectorAll("link[data-sombre]")) lien.media = MEDIAS[value];
  }
  for (const bouton of evenement.submitter.parentElement.children) {
    bouton.setAttribute("aria-pressed", String(bouton === evenement.submitter));
  }
  const corps = new FormData(formulaire, evenement.submitter);
  fetch(formulaire.action, { method: "POST", body: corps, redirect: "manual" });
});
