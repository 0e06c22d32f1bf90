// Independent wallets that collect a credential (OpenID for Verifiable Credential Issuance 1.0).
// Usage: node wallet.mjs FILE   (reads the offer, prints one JSON object: what the wallet got)
//
// FILE holds { wallet, link, transactionCode, publicAddress, server }. The wallets insist on https: what they ask of
// "publicAddress" goes to "server", as through a proxy that ends TLS and takes the address's path away.
import fs from 'node:fs';

const input = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const publicAddress = new URL(input.publicAddress);
const prefix = publicAddress.pathname.replace(/\/$/, '');
const network = globalThis.fetch;
const asked = [];

globalThis.fetch = async (request, init) => {
  const sent = new Request(request, init);
  const address = new URL(sent.url);
  if (address.origin !== publicAddress.origin) throw new Error(`a wallet asked a stranger: ${sent.url}`);
  const path = prefix && address.pathname.startsWith(`${prefix}/`) ? address.pathname.slice(prefix.length) : address.pathname;
  let body = sent.method === 'GET' ? undefined : await sent.text();
  if (input.addsTransactionCode && path === '/oid4vci/token') body += `&tx_code=${input.transactionCode}`;
  const response = await network(`${input.server}${path}${address.search}`, { method: sent.method, headers: sent.headers, body });
  asked.push(`${sent.method} ${address.pathname} ${response.status}`);
  return response;
};
console.log = console.info = console.error = () => {};

const wallets = {
  async openid4vc() {
    const { Openid4vciClient } = await import('@openid4vc/openid4vci');
    const { clientAuthenticationAnonymous } = await import('@openid4vc/oauth2');
    const client = new Openid4vciClient({
      callbacks: { fetch: globalThis.fetch, clientAuthentication: clientAuthenticationAnonymous() },
    });
    const offer = await client.resolveCredentialOffer(input.link);
    const issuerMetadata = await client.resolveIssuerMetadata(offer.credential_issuer);
    const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
      credentialOffer: offer, issuerMetadata, txCode: input.transactionCode,
    });
    const credentials = {};
    for (const id of offer.credential_configuration_ids) {
      const collected = await client.retrieveCredentials({
        accessToken: accessTokenResponse.access_token, credentialConfigurationId: id, issuerMetadata,
      });
      if (!collected.ok) throw new Error(`${id}: ${await collected.response.text()}`);
      credentials[issuerMetadata.credentialIssuer.credential_configurations_supported[id].format] =
        collected.credentialResponse.credentials[0].credential;
    }
    return {
      version: issuerMetadata.originalDraftVersion,
      known: issuerMetadata.knownCredentialConfigurations && Object.keys(issuerMetadata.knownCredentialConfigurations),
      credentials,
    };
  },
  // It knows no transaction codes, so the one is added to its token request on the way; all else is its own.
  async digitalBazaar() {
    input.addsTransactionCode = true;
    const { OID4Client, getCredentialOffer } = await import('@digitalbazaar/oid4-client');
    const offer = await getCredentialOffer({ url: input.link });
    const formats = ['ldp_vc', 'jwt_vc_json'];
    const client = await OID4Client.fromCredentialOffer({ offer, supportedFormats: formats });
    const credentials = {};
    for (const format of formats) {
      const { credentials: [credential] } = await client.requestCredentials({ format });
      credentials[format] = credential;
    }
    return { identifiers: client.authorizationDetails.flatMap(detail => detail.credential_identifiers), credentials };
  },
};

let answer;
try {
  answer = await wallets[input.wallet]();
} catch (error) {
  answer = { error: [error, error.cause, error.cause?.cause].filter(Boolean).map(e => e.message).join('; ') };
}
process.stdout.write(JSON.stringify({ ...answer, asked }));
