import type { Finished } from '../../driver/archive/archive-client.ts';
import { table } from '../table.ts';

/** Where an archive is and what is in it. */
export function renderArchive({ key, manifest }: Finished, bucket: string): string {
  const { rows, rejected, skipped, schema, subject, writers, files } = manifest;
  const formats = [...new Set(files.map(({ format }) => format))].sort();
  const figures = formats.map((format) => {
    const own = files.filter((file) => file.format === format);
    const sum = (of: 'rows' | 'bytes') =>
      own.reduce((total, file) => total + file[of], 0).toLocaleString('en');
    return [format, `${own.length}`, sum('rows'), sum('bytes')];
  });
  const written = writers === null ? '' : `, written with versions ${writers.oldest} to ${writers.newest}`;
  return [
    `${count(rows, 'row')} of ${subject} as version ${schema.version} (${schema.fingerprint})${written}.`,
    ...(rejected === 0
      ? []
      : [
          `${count(rejected, 'row')} cannot be read as version ${schema.version}; the side files give the reason for each.`,
        ]),
    ...(skipped === 0 ? [] : [`${count(skipped, 'item')} of ${subject} left out: without an Avro record.`]),
    ...(figures.length === 0 ? [] : ['', table([['format', 'files', 'rows', 'bytes'], ...figures])]),
    '',
    `s3://${bucket}/${key}`,
  ].join('\n');
}

/** Why an export has no rows; undefined when it has some. */
export function whyEmpty({ manifest }: Finished, tableName: string): string | undefined {
  const { rows, rejected, skipped, subject, schema } = manifest;
  if (rows > 0) return undefined;
  if (rejected > 0)
    return `Nothing was exported: no row of ${subject} can be read as version ${schema.version}`;
  if (skipped > 0) {
    return `Nothing was exported: the items of ${subject} in ${tableName} hold attributes, and no Avro record`;
  }
  return `Nothing was exported: ${tableName} has no items of ${subject}`;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}
