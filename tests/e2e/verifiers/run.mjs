// Reads {documents, cases: [{verifier, document | token}]} on standard input; writes one result per case, in order.
// A verifier that throws has refused: its message is the detail.
import * as digitalbazaar from './digitalbazaar.mjs';
import * as dcc from './dcc.mjs';
import * as learncard from './learncard.mjs';
import { serveFrom } from './offline.mjs';
import * as vcJwt from './vc_jwt.mjs';
import * as walletSchema from './wallet_schema.mjs';

console.log = console.error; // a verifier that chats must not mix with the results
const VERIFIERS = { digitalbazaar, dcc, learncard, wallet_schema: walletSchema, vc_jwt: vcJwt };

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const { documents, cases } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
serveFrom(documents);

const results = [];
for (const { verifier, document, token } of cases) {
  try {
    results.push(await VERIFIERS[verifier].verify({ document, token, documents }));
  } catch (error) {
    results.push({ verified: false, detail: `${error.name}: ${error.message}` });
  }
}
process.stdout.write(JSON.stringify(results));
