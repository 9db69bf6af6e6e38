// Everything here improves pages that already work without it. One listener a behaviour, on the document:
// fragments swapped in need no binding.

import "./affichage.js";
import "./boutons.js";
import "./brouillon.js";
import "./direct.js";
import "./menus.js";
import "./touches.js";
import "./vote.js";

if (document.querySelector("[data-reordre]")) import("./reordre.js");
if (document.querySelector("textarea[data-riche]")) import("./editeur.js");
