import { synthesize } from '../lib/synthesize.ts';

synthesize();
