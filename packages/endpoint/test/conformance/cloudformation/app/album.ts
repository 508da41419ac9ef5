import { App } from 'aws-cdk-lib';
import { PipelineStack } from './pipeline-stack.ts';
import { StorageStack } from './storage-stack.ts';
import type { Variant } from './variants.ts';

/** A photo album: a bucket and a table in one stack, a queue and a function that makes thumbnails in another. */
export function createAlbum(options: { outdir?: string; variant?: Variant } = {}): App {
  const app = new App({
    ...(options.outdir !== undefined && { outdir: options.outdir }),
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: false,
    context: {
      '@aws-cdk/core:defaultCrossStackReferences': 'strong',
      // What the CLI asks for when it runs the app: the templates are the same when a test does.
      'aws:cdk:enable-path-metadata': true,
      'aws:cdk:enable-asset-metadata': true,
    },
  });
  const variant = options.variant ?? (app.node.tryGetContext('variant') as Variant | undefined) ?? 'base';
  const storage = new StorageStack(app, 'Album-Storage');
  if (variant !== 'unshared') new PipelineStack(app, 'Album-Pipeline', { storage, variant });
  return app;
}
