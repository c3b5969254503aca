// @learncard/didkit-plugin: the LearnCard wallet, Rust compiled to WebAssembly, with its own bundled contexts.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { getDidKitPlugin } from '@learncard/didkit-plugin';

const folder = dirname(createRequire(import.meta.url).resolve('@learncard/didkit-plugin'));
const engine = readFile(join(folder, 'didkit_wasm_bg.wasm')).then((bytes) => getDidKitPlugin(bytes));

export async function verify({ document }) {
  const { context, methods } = await engine;
  const wallet = { context: { resolveDocument: (address) => context.resolveStaticDocument(wallet, address) } };
  const result = await methods.verifyCredential(wallet, document, {});
  return { verified: result.errors.length === 0, detail: JSON.stringify(result) };
}
