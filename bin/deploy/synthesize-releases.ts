import { join } from 'node:path';
import { parseRelease } from '../../lib/releases.ts';
import { synthesize } from '../../lib/synthesize.ts';

// A program of its own: the CDK's library takes a second and 200 MB that the command line can do without.
// Usage: node bin/deploy/synthesize-releases.ts protected|unprotected <directory> <release>…
const [mode, directory, ...releases] = process.argv.slice(2);
if (directory === undefined) throw new TypeError('No directory was given for the cloud assemblies');
for (const release of releases.map(parseRelease)) {
  synthesize({ release, outdir: join(directory, release), protectData: mode !== 'unprotected' });
}
