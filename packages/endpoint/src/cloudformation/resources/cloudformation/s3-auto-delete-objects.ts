import { isGone } from '../../stack/failure.ts';
import type { ResourceContext } from '../resource-type.ts';
import type { Provider } from './custom-request.ts';

/** CDK marks a bucket that may be emptied: a stack that no longer says so loses nothing. */
const MARK = 'aws-cdk:auto-delete-objects';

/** `autoDeleteObjects` of CDK's Bucket: empties the bucket before it is deleted. */
export const s3AutoDeleteObjects: Provider = async (request, context) => {
  const name = String(request.ResourceProperties['BucketName']);
  const previous = request.OldResourceProperties?.['BucketName'];
  if (request.RequestType === 'Delete') await empty(name, context);
  // Another bucket took this one's place.
  if (request.RequestType === 'Update' && typeof previous === 'string' && previous !== name) {
    await empty(previous, context);
  }
  return { PhysicalResourceId: request.PhysicalResourceId ?? request.RequestId };
};

async function empty(Bucket: string, { call }: ResourceContext): Promise<void> {
  try {
    const { TagSet } = await call('s3', 'GetBucketTagging', { Bucket });
    if (!TagSet?.some(({ Key, Value }) => Key === MARK && Value === 'true')) return;
    for (;;) {
      const { Versions = [], DeleteMarkers = [] } = await call('s3', 'ListObjectVersions', { Bucket });
      const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
      if (Objects.length === 0) return;
      await call('s3', 'DeleteObjects', { Bucket, Delete: { Objects, Quiet: true } });
    }
  } catch (thrown) {
    if (!isGone(thrown)) throw thrown;
  }
}
