// jose: the signature of a VC-JWT, with the key that its issuer publishes.
import { base58btcDecode } from './base58.mjs';
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { didWebAddress, methodOf } from './offline.mjs';

export async function verify({ token, documents }) {
  const { kid } = decodeProtectedHeader(token);
  const method = methodOf(documents[didWebAddress(kid)], kid);
  const raw = base58btcDecode(method.publicKeyMultibase.slice(1));
  if (raw.length !== 34 || raw[0] !== 0xed || raw[1] !== 0x01) {
    return { verified: false, detail: 'not an Ed25519 Multikey' };
  }
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw.slice(2)).toString('base64url') };
  const { payload } = await jwtVerify(token, await importJWK(jwk, 'EdDSA'), { issuer: kid.split('#')[0] });
  const told = payload.jti === payload.id && payload.sub === payload.credentialSubject.id;
  return { verified: told, detail: told ? '' : 'claims contradict the credential' };
}
