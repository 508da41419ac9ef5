import { z } from 'zod';
import type { Operation } from '../../core/operation.ts';
import { checksumAlgorithm, checksumInput, checksumMembers, sentChecksum } from '../checksums/members.ts';
import { versioningOf } from '../configurations/versioning.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { signedPolicy } from '../form/check-credentials.ts';
import { checkPolicy, type SizeRange } from '../form/check-policy.ts';
import { settingsOf, tagsOf } from '../form/form-settings.ts';
import { parsePolicy } from '../form/policy.ts';
import { Form } from '../form/read-form.ts';
import { checkKey, quote } from '../naming.ts';
import { readSettings, settingsInput } from '../object-settings.ts';
import { bucketOf } from '../resource-arns.ts';
import { commitObject } from '../store/commit.ts';
import { receiveBody } from '../store/receive.ts';

const input = z.object({ Bucket: z.string().min(1), Form: z.instanceof(Form) });

const formSettings = z.object({
  ...settingsInput,
  ...checksumInput,
  ChecksumAlgorithm: checksumAlgorithm.optional(),
  ContentMD5: z.string().optional(),
});

/**
 * A file that a browser posts as a form.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 */
export const postObject: Operation<S3Engine> = {
  // The key is in the form, which is read as it comes in.
  resource: bucketOf,
  input,
  async run(engine, { Bucket, Form: { fields: sent, file } }: z.output<typeof input>) {
    const bucket = findBucket(engine, { Bucket });
    const fields = withFilename(sent, file.filename);
    const policy = parsePolicy(signedPolicy(fields));
    const range = checkPolicy(policy, new Map([['bucket', Bucket], ...fields]), engine.context.clock.now());
    const Key = readKey(fields);
    const asked = readFields(fields);
    const settings = { ...(await readSettings(engine, bucket, asked)), tags: tagsOf(fields) };

    const received = await receiveBody(
      engine,
      { bytes: within(range, file.bytes) },
      {
        contentMd5: asked.ContentMD5,
        checksum: sentChecksum(asked),
        algorithm: asked.ChecksumAlgorithm ?? 'CRC64NVME',
      },
    );
    try {
      const target = findBucket(engine, { Bucket });
      const object = commitObject(engine, target, 'ObjectCreated:Post', {
        ...settings,
        key: Key,
        size: received.segment.size,
        etag: received.md5,
        segments: [received.segment],
        checksum: { ...received.checksum, type: 'FULL_OBJECT' },
        parts: undefined,
      });
      return {
        Bucket,
        Key,
        ETag: quote(object.etag),
        Location: `${engine.context.url()}/${Bucket}/${encodeURIComponent(Key).replaceAll('%2F', '/')}`,
        ...checksumMembers(received.checksum),
        ChecksumType: 'FULL_OBJECT',
        ...object.encryption,
        ...(versioningOf(target) === 'Enabled' && { VersionId: object.versionId }),
        SuccessActionStatus: fields.get('success_action_status'),
        SuccessActionRedirect: fields.get('success_action_redirect') ?? fields.get('redirect'),
      };
    } catch (error) {
      await engine.files.remove([received.segment]);
      throw error;
    }
  },
};

function readFields(fields: ReadonlyMap<string, string>): z.output<typeof formSettings> {
  const parsed = formSettings.safeParse(settingsOf(fields));
  if (parsed.success) return parsed.data;
  throw s3Error.invalidArgument(z.prettifyError(parsed.error));
}

/** `${filename}` stands for the name of the file, in any field; where it has none, it stands for itself. */
function withFilename(
  fields: ReadonlyMap<string, string>,
  filename: string | undefined,
): Map<string, string> {
  if (filename === undefined) return new Map(fields);
  return new Map([...fields].map(([name, value]) => [name, value.split(FILENAME).join(filename)]));
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: this is how forms write it.
const FILENAME = '${filename}';

function readKey(fields: ReadonlyMap<string, string>): string {
  const key = fields.get('key');
  if (key === undefined) throw s3Error.missingFormField('key');
  if (key === '') throw s3Error.invalidArgument('User key must have a length greater than 0.', 'key', '');
  checkKey(key);
  return key;
}

/** Refuses a file of another size. One that is too large is read to its end, to say how large it is. */
async function* within(
  { min, max }: SizeRange,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size <= max) yield piece;
  }
  if (size > max) throw s3Error.entityTooLarge(max, size);
  if (size < min) throw s3Error.entityTooSmall({ ProposedSize: size, MinSizeAllowed: min });
}
