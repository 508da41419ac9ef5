import type { Finished } from '../../driver/archive/archive-client.ts';
import { table } from '../table.ts';

/** Where an archive is and what is in it. */
export function renderArchive({ key, manifest }: Finished, bucket: string): string {
  const { rows, rejected, schema, subject, writers, files } = manifest;
  const formats = [...new Set(files.map(({ format }) => format))].sort();
  const figures = formats.map((format) => {
    const own = files.filter((file) => file.format === format);
    const sum = (of: 'rows' | 'bytes') =>
      own.reduce((total, file) => total + file[of], 0).toLocaleString('en');
    return [format, `${own.length}`, sum('rows'), sum('bytes')];
  });
  const written =
    writers === null ? 'none was written' : `written with versions ${writers.oldest} to ${writers.newest}`;
  return [
    `${rows.toLocaleString('en')} rows of ${subject} as version ${schema.version} (${schema.fingerprint}), ${written}.`,
    ...(rejected === 0
      ? []
      : [`${rejected.toLocaleString('en')} rows could not be read so: the side files say why.`]),
    '',
    table([['format', 'files', 'rows', 'bytes'], ...figures]),
    '',
    `s3://${bucket}/${key}`,
  ].join('\n');
}
