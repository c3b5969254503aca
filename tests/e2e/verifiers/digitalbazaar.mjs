// @digitalbazaar/vc: proof, binding of the key to its controller, dates, and the signed status list.
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { verifyCredential } from '@digitalbazaar/vc';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import { loaderOf } from './offline.mjs';

export async function verify({ document, documents }) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const documentLoader = loaderOf(documents);
  const result = await verifyCredential({
    credential: document,
    suite,
    documentLoader,
    checkStatus: (options) =>
      checkStatus({ ...options, suite, documentLoader, verifyBitstringStatusListCredential: true }),
  });
  // A list that was read well is « verified » even when it says « revoked »: the bit is ours to look at.
  const revoked = (result.statusResult?.results ?? []).some(({ status }) => status === true);
  return { verified: result.verified === true && !revoked, detail: revoked ? 'revoked' : why(result) };
}

function why(result) {
  const errors = [result.error, ...(result.error?.errors ?? []), result.statusResult?.error].filter(Boolean);
  const told = errors.map((error) => [error.message, error.cause?.message].filter(Boolean).join(': '));
  if (result.statusResult && result.statusResult.verified === false) {
    told.push('status: revoked or unreadable');
  }
  return told.join(' | ');
}
