// Everything here improves pages that already work without it. One listener a behaviour, on the document:
// fragments swapped in need no binding.

import "./affichage.js";
import "./boutons.js";
import "./brouillon.js";
import "./direct.js";
import "./menus.js";
import "./palette.js";
import "./parcours.js";
import "./place.js";
import "./touches.js";
import "./vote.js";

if (document.querySelector("[data-reordre]")) import("./reordre.js");
if (document.querySelector("[data-televersement]")) import("./televersement.js");

// The rich editor is a bundle of its own, named by the page; without it the textareas stay, with plain lines.
const editeur = document.documentElement.dataset.editeur;
const editer = async () => {
  if (editeur && document.querySelector("textarea[data-riche]:not(.lu)")) (await import(editeur)).installer();
};
document.addEventListener("fragment", editer);
editer();
