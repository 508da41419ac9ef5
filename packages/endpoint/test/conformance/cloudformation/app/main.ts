import { createAlbum } from './album.ts';

createAlbum().synth();
