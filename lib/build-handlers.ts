import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { buildSync } from 'esbuild';
import { RECORDS_RELEASES, recordsCode, releasesOf, SERVICES, type ServiceName } from './releases.ts';
import type { CodeRelease } from './releases-file.ts';

/** Ways to find credentials on other machines than Lambda's; the SDK imports each when it is needed. */
const OTHER_CREDENTIAL_PROVIDERS = [
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

const ROOT = join(import.meta.dirname, '..');
const OUTPUT = join(ROOT, 'dist', 'lambdas');

export interface BuiltHandler {
  service: ServiceName | 'records';
  release: CodeRelease;
  /** Bytes of the bundle, the figure that a cold start pays for. */
  bytes: number;
}

/** Where the code of one release of one service lies once built: a folder with `index.mjs` in it. */
export function handlerDirectory(service: BuiltHandler['service'], release: BuiltHandler['release']): string {
  return join(OUTPUT, service, release);
}

let built: BuiltHandler[] | undefined;

/**
 * Bundles every release of every service in one esbuild run, once a process.
 *
 * The SDK is bundled, not taken from the runtime: the version is the one that was tested, and loading a bundle is
 * no slower than loading the SDK beside it (profiles on Node 24: 72 ms and 76 ms). Equal input gives equal bytes,
 * so that an unchanged release keeps its asset hash and CloudFormation leaves its function alone.
 */
export function buildHandlers(): BuiltHandler[] {
  built ??= bundle();
  return built;
}

function bundle(): BuiltHandler[] {
  const handlers = [
    ...SERVICES.flatMap((service) => releasesOf(service).map((release) => ({ service, release }))),
    ...RECORDS_RELEASES.map((release) => ({ service: 'records' as const, release: recordsCode(release) })),
  ];
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: handlers.map(({ service, release }) => ({
      in: join('lambdas', service, release, 'handler.ts'),
      out: join(service, release, 'index'),
    })),
    outdir: OUTPUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // ES module builds where a package has them: they tree-shake.
    mainFields: ['module', 'main'],
    alias: { 'node:http': './lib/bundling/http.cjs', http: './lib/bundling/http.cjs' },
    // Loaded only when the environment has no credentials, which a Lambda function always has.
    external: OTHER_CREDENTIAL_PROVIDERS,
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    write: false,
    // CommonJS packages inside an ES module still ask for Node's own modules through require.
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
  });
  for (const file of outputFiles) keep(file.path, file.contents);

  return handlers.map(({ service, release }) => {
    const path = join(handlerDirectory(service, release), 'index.mjs');
    const output = outputFiles.find((file) => file.path === path);
    if (output === undefined) throw new Error(`esbuild did not produce ${relative(ROOT, path)}`);
    return { service, release, bytes: output.contents.byteLength };
  });
}

/** Writes under another name and moves: another synth may be copying the folder at this moment. */
function keep(path: string, contents: Uint8Array): void {
  if (current(path)?.equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = join(OUTPUT, `.${process.pid}-${path.slice(OUTPUT.length + 1).replaceAll('/', '-')}`);
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

function current(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
