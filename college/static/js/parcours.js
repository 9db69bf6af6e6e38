// A list under the keyboard: J and K go from line to line, X ticks, Enter opens. [data-parcours] marks the list;
// V (the button of the lot) is a key of `touches.js`.

const ecrit = (cible) => cible.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true]");
const lignes = () => [...document.querySelectorAll("[data-parcours] > li")];

document.addEventListener("keydown", (evenement) => {
  const touche = evenement.key.toLowerCase();
  if (!["j", "k", "x"].includes(touche) || evenement.ctrlKey || evenement.metaKey || evenement.altKey) return;
  if (document.documentElement.dataset.raccourcis === "non" || ecrit(evenement.target)) return;
  const toutes = lignes();
  if (!toutes.length) return;
  evenement.preventDefault();
  const ici = toutes.indexOf(evenement.target.closest("[data-parcours] > li"));
  if (touche === "x") {
    toutes[ici]?.querySelector("input[type=checkbox]")?.click();
    return;
  }
  const voulue = touche === "j" ? Math.min(ici + 1, toutes.length - 1) : Math.max(ici - 1, 0);
  toutes[voulue].querySelector("a").focus();
});

// A box ticked with Shift takes along all those since the last one.
let derniere = null;
document.addEventListener("click", (evenement) => {
  const boite = evenement.target.closest("[data-parcours] input[type=checkbox]");
  if (!boite) return;
  const toutes = lignes().map((ligne) => ligne.querySelector("input[type=checkbox]"));
  const [de, a] = [toutes.indexOf(derniere), toutes.indexOf(boite)].sort((x, y) => x - y);
  if (evenement.shiftKey && de >= 0) for (const autre of toutes.slice(de, a + 1)) if (autre) autre.checked = boite.checked;
  derniere = boite;
});
