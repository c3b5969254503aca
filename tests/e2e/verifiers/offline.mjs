// Everything a verifier asks for comes from the documents of the request: nothing reaches a network.

/** Serve `fetch` from `documents` (address → JSON value or text); any other address answers 404. */
export function serveFrom(documents) {
  globalThis.fetch = async (input) => {
    const address = typeof input === 'string' ? input : (input.url ?? String(input));
    const document = documents[address];
    const text = typeof document === 'string' ? document : JSON.stringify(document ?? 'not found');
    const response = new Response(text, {
      status: document === undefined ? 404 : 200,
      headers: { 'content-type': typeof document === 'string' ? 'text/plain' : 'application/json' },
    });
    // A constructed response has no address, and the Rust client reads it.
    return Object.defineProperty(response, 'url', { value: address });
  };
}

/** The address where a did:web publishes its document. */
export function didWebAddress(did) {
  const [host, ...path] = did.split('#')[0].slice('did:web:'.length).split(':').map(decodeURIComponent);
  return `https://${host}/${path.length ? path.join('/') : '.well-known'}/did.json`;
}

/** A JSON-LD document loader over the same documents, which also dereferences did:web addresses. */
export function loaderOf(documents) {
  return async (address) => {
    if (address.startsWith('did:web:')) {
      const did = documents[didWebAddress(address)];
      if (did === undefined) {
        throw new Error(`no DID document for ${address}`);
      }
      const document = address.includes('#') ? methodOf(did, address) : did;
      return { contextUrl: null, documentUrl: address, document };
    }
    if (documents[address] === undefined) {
      throw new Error(`no document at ${address}`);
    }
    return { contextUrl: null, documentUrl: address, document: documents[address] };
  };
}

/** The verification method of a DID document at this address, as a document of its own. */
export function methodOf(did, address) {
  const method = (did.verificationMethod ?? []).find(({ id }) => id === address);
  if (method === undefined) {
    throw new Error(`no key at ${address}`);
  }
  return { '@context': 'https://w3id.org/security/multikey/v1', ...method };
}
