import { filesContract } from './files.contract.ts';
import { createMemoryFiles } from './memory.ts';

filesContract('files in memory', async () => createMemoryFiles());
