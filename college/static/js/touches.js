// Alt + letter presses [data-touche], a letter alone [data-touche-seule] (J, K of a queue); « / » goes to the search, « ? » lists the keys. A person may turn them off.

const ecrit = (cible) => cible.closest("input, textarea, select, [contenteditable=true]");
const libelle = (element) => (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " ");

document.addEventListener("keydown", (evenement) => {
  if (document.documentElement.dataset.raccourcis === "non" || evenement.ctrlKey || evenement.metaKey) return;
  if (evenement.altKey) {
    const touche = evenement.code.startsWith("Key") ? evenement.code.slice(3).toLowerCase() : evenement.key.toLowerCase();
    const cible = document.querySelector(`[data-touche="${CSS.escape(touche)}"], [data-touche="${CSS.escape(evenement.key.toLowerCase())}"]`);
    if (!cible) return;
    evenement.preventDefault();
    cible.focus();
    cible.click();
  } else if (!ecrit(evenement.target)) {
    if (evenement.key === "/" && document.getElementById("recherche")) {
      evenement.preventDefault();
      document.getElementById("recherche").focus();
    } else if (evenement.key === "?") {
      evenement.preventDefault();
      montrer();
    } else {
      document.querySelector(`[data-touche-seule="${CSS.escape(evenement.key.toLowerCase())}"]`)?.click();
    }
  }
});

document.addEventListener("click", (evenement) => evenement.target.closest("[data-montrer-touches]") && montrer());

function montrer() {
  const boite = document.createElement("dialog");
  boite.setAttribute("aria-labelledby", "titre-touches");
  const lignes = [["/", "Rechercher"], ["?", "Cette liste"]];
  if (document.querySelector("[data-aller]")) lignes.unshift(["Ctrl K", "Aller à un point, une séance, un écran"]);
  if (document.querySelector("[data-parcours]")) lignes.push(["J", "Ligne suivante"], ["K", "Ligne précédente"], ["X", "Cocher la ligne"]);
  for (const el of document.querySelectorAll("[data-touche-seule]")) lignes.push([el.dataset.toucheSeule.toUpperCase(), libelle(el)]);
  for (const el of document.querySelectorAll("[data-touche]")) lignes.push([`Alt ${el.dataset.touche.toUpperCase()}`, libelle(el)]);
  const liste = document.createElement("dl");
  liste.className = "touches";
  for (const [touche, dit] of lignes) {
    const terme = liste.appendChild(document.createElement("dt"));
    terme.append(...touche.split(" ").map((t) => Object.assign(document.createElement("kbd"), { textContent: t })));
    liste.appendChild(document.createElement("dd")).textContent = dit;
  }
  const titre = Object.assign(document.createElement("h2"), { id: "titre-touches", textContent: "Raccourcis de cette page" });
  const fermer = Object.assign(document.createElement("button"), { className: "bouton", textContent: "Fermer" });
  const ligne = Object.assign(document.createElement("div"), { className: "ligne" });
  ligne.append(fermer);
  boite.append(titre, liste, ligne);
  fermer.addEventListener("click", () => boite.close());
  boite.addEventListener("close", () => boite.remove());
  document.body.append(boite);
  boite.showModal();
}
