// Menus of the header close on Escape and on a press outside.

const ouverts = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (evenement) => {
  for (const menu of ouverts()) if (!menu.contains(evenement.target)) menu.open = false;
});

document.addEventListener("keydown", (evenement) => {
  if (evenement.key !== "Escape") return;
  for (const menu of ouverts()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
