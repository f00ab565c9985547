// On a telephone the sections do not fit: the one shown is scrolled into sight.
const here = document.querySelector(".top nav [aria-current]");
if (here) {
  const nav = here.closest("nav");
  nav.scrollLeft = here.offsetLeft - nav.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;
}
