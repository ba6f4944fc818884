// Where a link or a form of a page leads: to another page of the app, elsewhere, or nowhere.

const APP = "https://app.invalid"; // stands for wherever the app is; nothing is asked of it

/** Read an address on a page at `here`; {page}, {fragment}, {elsewhere}, or nothing. */
export function read(address, here) {
  if (address === window.location.href) return { page: here }; // "this page", written by a script
  let url;
  try {
    url = new URL(address, APP + here);
  } catch {
    return {};
  }
  if (url.origin === APP) {
    const page = url.pathname + url.search;
    return url.hash && page === here ? { fragment: url.hash.slice(1) } : { page };
  }
  return ["http:", "https:", "mailto:"].includes(url.protocol) ? { elsewhere: url.href } : {};
}

/** Give what a form sends: {path, method, form}, as a browser would. */
export function sent(form, submitter, here) {
  const method = (submitter?.getAttribute("formmethod") ?? form.method).toUpperCase();
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? here;
  const { page } = read(address || here, here);
  if (!page) return null;
  const fields = entries(new FormData(form, submitter));
  if (method === "POST") return { path: page, method, form: fields };
  const query = new URLSearchParams(fields).toString();
  return { path: page.split("?")[0] + (query && `?${query}`), method: "GET", form: [] };
}

/** Give names and values in order; a file that was chosen stays where it is. */
export function entries(data) {
  return [...data.entries()].filter(([, value]) => typeof value === "string");
}
