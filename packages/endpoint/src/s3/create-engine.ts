import { join } from 'node:path';
import type { EndpointContext } from '../core/context.ts';
import type { S3Engine } from './engine.ts';
import { createNotifier } from './notifications/create-notifier.ts';
import { openBodyFiles, type Segment } from './store/body-files.ts';
import { ObjectVersions } from './store/object-versions.ts';
import { Uploads } from './store/uploads.ts';

/** Bodies are files below the endpoint's directory, everything else is state. */
export async function createEngine(context: EndpointContext): Promise<S3Engine> {
  const files = await openBodyFiles(join(context.directory, 's3'), context.newId);
  const objects = new ObjectVersions(context.state.collection('s3/versions'));
  const uploads = new Uploads(context.state.collection('s3/uploads'), context.state.collection('s3/parts'));
  await files.sweep(new Set([...objects.files(), ...uploads.files()]));

  // The caller that discards still has to finish changing the state, in the same turn.
  async function remove(segments: readonly Segment[]): Promise<void> {
    await Promise.resolve();
    context.state.flush();
    await files.remove(segments);
  }

  return {
    context,
    buckets: context.state.collection('s3/buckets'),
    objects,
    uploads,
    files,
    notifier: createNotifier(context),
    discard(segments) {
      void remove(segments).catch((cause: unknown) => {
        context.log('warn', 'failed to remove files of deleted objects; the next start removes them', {
          cause,
        });
      });
    },
  };
}
