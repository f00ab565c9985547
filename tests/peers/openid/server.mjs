// An OpenID provider others wrote and had certified (oidc-provider), on this machine, with people of its own.
//
//   node server.mjs PORT SETTINGS.json FOLDER
//
// FOLDER has the modules package.json names. Each start signs with a new key: starting it again is a change of keys.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [port, settings, folder] = process.argv.slice(2);
const { client, people } = JSON.parse(readFileSync(settings, 'utf8'));
const { default: Provider } = await import(pathToFileURL(`${folder}/node_modules/oidc-provider/lib/index.js`));

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client],
  jwks: { keys: [key] },
  cookies: { keys: [randomUUID()] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username'], staff: ['employee_id'] },
  // Whoever is listed may sign in, with any password.
  findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
});
provider.listen(Number(port), '127.0.0.1');
