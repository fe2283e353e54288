// The code of a link is behind the `#`, which browsers send to no server. It goes into the form, out of the address.
(() => {
  const take = () => {
    const form = document.getElementById("code-form");
    const code = window.location.hash.slice(1);
    if (!form || !code) return;
    window.history.replaceState(null, "", window.location.pathname);
    form.elements.code.value = code;
    form.submit();
  };
  // A link to the page that is open already loads nothing.
  window.addEventListener("hashchange", take);
  take();
})();
