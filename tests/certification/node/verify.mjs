// Verifies credentials with libraries that know nothing of us. Reads one JSON request from stdin:
//   {did, documents: {url: document}, jobs: [{name, kind: "jwt" | "proof", credential, now}]}
// and writes {name: {verified, error, statuses: [{purpose, status}]}}.
import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {compactVerify, decodeJwt, decodeProtectedHeader, importJWK} from 'jose';

const request = JSON.parse(readFileSync(0, 'utf8'));
const methods = new Map(request.did.verificationMethod.map(each => [each.id, each]));
const asserted = new Set(request.did.assertionMethod);

async function documentLoader(url) {
  if(url === request.did.id) {
    return {documentUrl: url, document: request.did};
  }
  if(methods.has(url)) {
    const document = {'@context': 'https://w3id.org/security/multikey/v1', ...methods.get(url)};
    return {documentUrl: url, document};
  }
  if(url in request.documents) {
    return {documentUrl: url, document: request.documents[url]};
  }
  throw new Error(`Nothing is known of ${url}`);
}

// VC-JOSE-COSE: the header names the key by its DID URL, the payload is the credential itself.
async function openJwt(token, now) {
  const header = decodeProtectedHeader(token);
  if(header.typ !== 'vc+jwt') {
    throw new Error(`typ is ${header.typ}`);
  }
  const method = methods.get(header.kid);
  if(!method || !asserted.has(header.kid)) {
    throw new Error(`The issuer does not name the key ${header.kid}`);
  }
  const key = await importJWK(method.publicKeyJwk, header.alg);
  const {payload} = await compactVerify(token, key, {algorithms: ['EdDSA']});
  const credential = JSON.parse(new TextDecoder().decode(payload));
  if(credential.issuer.id !== method.controller) {
    throw new Error('Somebody else issued it');
  }
  if(credential.validUntil && new Date(credential.validUntil) < now) {
    throw new Error('The credential has expired');
  }
  if(new Date(credential.validFrom) > now) {
    throw new Error('The credential is not valid yet');
  }
  return credential;
}

// Status lists come as vc+jwt too: each is opened with jose before the status library reads it.
async function openLists(now) {
  for(const [url, document] of Object.entries(request.documents)) {
    if(typeof document === 'string') {
      request.documents[url] = await openJwt(document, now);
    }
  }
}

async function statusesOf(credential, suite, verifyLists) {
  const result = await checkStatus({
    credential, documentLoader, suite,
    verifyBitstringStatusListCredential: verifyLists
  });
  if(!result.verified) {
    throw result.error ?? new Error('The status could not be checked');
  }
  return result.results.map(each => ({
    purpose: each.credentialStatus.statusPurpose, status: each.status
  }));
}

async function run(job) {
  const now = new Date(job.now);
  if(job.kind === 'jwt') {
    const credential = await openJwt(job.credential, now);
    decodeJwt(job.credential);
    await openLists(now);
    return {verified: true, statuses: await statusesOf(credential, undefined, false)};
  }
  const suite = new DataIntegrityProof({cryptosuite: createVerifyCryptosuite()});
  const seen = [];
  const result = await vc.verifyCredential({
    credential: job.credential, suite, documentLoader, now,
    checkStatus: async given => {
      const found = await checkStatus({...given, suite, documentLoader});
      for(const each of found.results ?? []) {
        seen.push({purpose: each.credentialStatus.statusPurpose, status: each.status});
      }
      return found;
    }
  });
  if(!result.verified) {
    const inner = result.error?.errors?.map(each => each.message).join('; ');
    throw new Error(inner || result.error?.message || 'not verified');
  }
  return {verified: true, statuses: seen};
}

const answer = {};
for(const job of request.jobs) {
  try {
    answer[job.name] = await run(job);
  } catch(error) {
    answer[job.name] = {verified: false, error: String(error.message ?? error), statuses: []};
  }
}
process.stdout.write(JSON.stringify(answer));
