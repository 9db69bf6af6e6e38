// The threads beside a text: answered and resolved without leaving the page, their passage shown in the editor.

import { annoncer, remplacer } from "../fragments.js";
import { ancre, montrerPassage, retirerAncre } from "./relecture.js";

const vues = new Map(); // name of a text → its editor

export const inscrire = (champ, vue) => vues.set(champ, vue);

function preparer() {
  for (const bouton of document.querySelectorAll("[data-voir-passage]")) {
    const { fil, champ } = bouton.closest("[data-fil]").dataset;
    bouton.hidden = !vues.has(champ) || !ancre(vues.get(champ).state.doc, fil);
  }
}

document.addEventListener("click", ({ target }) => {
  const bouton = target.closest?.("[data-voir-passage]");
  if (!bouton) return;
  const { fil, champ } = bouton.closest("[data-fil]").dataset;
  montrerPassage(vues.get(champ), fil);
});

async function envoyer(formulaire) {
  const { fil, champ } = formulaire.closest("[data-fil]").dataset;
  const reponse = await fetch(formulaire.action, {
    method: "POST", body: new FormData(formulaire), headers: { "HX-Request": "true" },
  });
  if (!reponse.ok) return false;
  formulaire.querySelector("textarea")?.blur();
  document.activeElement?.blur();
  remplacer(await reponse.text());
  const ferme = document.querySelector(`[data-fil="${CSS.escape(fil)}"].resolu`);
  if (ferme && vues.has(champ)) retirerAncre(vues.get(champ), fil);
  annoncer(ferme ? "Commentaire résolu." : "Commentaire enregistré.");
  return true;
}

document.addEventListener("submit", (evenement) => {
  const formulaire = evenement.target;
  if (!formulaire.matches("[data-fragment]")) return;
  evenement.preventDefault();
  envoyer(formulaire).then((fait) => fait || formulaire.submit(), () => annoncer("Hors ligne : réessayez."));
});
document.addEventListener("fragment", preparer);

export const pret = preparer;
