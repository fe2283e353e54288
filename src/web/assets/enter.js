// Hands the session over without another click.
document.getElementById("enter-form")?.submit();
