// Slack's Web API by somebody else: one workspace, people by the names given, on the port given.
import { createEmulator } from "emulate";

const [port, ...names] = process.argv.slice(2);
const users = names.map((name) => ({ name, real_name: name, email: `${name}@example.org` }));
const emulator = await createEmulator({ service: "slack", port: Number(port), seed: { slack: { users } } });
console.log(`READY ${emulator.url}`);
