// An OpenID provider for tests: whoever enters a name is that person, at example.org.
// usage: node oidc.mjs PATH_OF_OIDC_PROVIDER REDIRECT_URI...   (prints its issuer, runs until killed)
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const [library, ...redirects] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(library));

const client = (id) => ({
  client_id: id,
  client_secret: `${id}-secret-of-the-tests`,
  redirect_uris: redirects,
  grant_types: ["authorization_code"],
  response_types: ["code"],
});

// "odd.name" has an address that nobody verified.
const account = (_, id) => ({
  accountId: id,
  claims: () => ({
    sub: id,
    name: id[0].toUpperCase() + id.slice(1),
    email: `${id}@example.org`,
    email_verified: !id.startsWith("odd"),
  }),
});

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [client("fairgate"), client("stranger")],
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["a key of the tests"] },
    findAccount: account,
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
