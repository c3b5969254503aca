// A certified OpenID Connect provider on loopback, set as ProConnect is: PKCE demanded, secret posted, user told by a
// signed JWT. Whoever types an address at its own sign-in page is that address.
// node provider.mjs PORT REDIRECT_URI AFTER_SIGN_OUT CLIENT_SECRET — prints « ready » once it listens.
import { generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";

const [port, redirect, after, secret] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "cite",
      client_secret: secret,
      redirect_uris: [redirect],
      post_logout_redirect_uris: [after],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      token_endpoint_auth_method: "client_secret_post",
      userinfo_signed_response_alg: "RS256",
    },
  ],
  clientAuthMethods: ["client_secret_post"],
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  cookies: { keys: [secret] },
  features: { devInteractions: { enabled: true }, jwtUserinfo: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: true }),
  }),
  jwks: { keys: [{ ...key, kid: "tests", use: "sig", alg: "RS256" }] },
  pkce: { required: () => true },
});
provider.on("server_error", (_context, error) => console.error(error));
provider.listen(Number(port), "localhost", () => console.log("ready"));
