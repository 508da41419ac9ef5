import { writeFileSync } from 'node:fs';
import { README, readmeWithLists } from './readme-lists.ts';

/** `npm run generate --workspace packages/endpoint` */
writeFileSync(README, await readmeWithLists());
