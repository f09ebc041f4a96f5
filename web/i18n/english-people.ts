// The English words about the people of a room, compiled like `english.ts`.
import { compileAll } from './compile.ts';
import people from './en/people.ts';

export type PeopleMessageId = keyof typeof people;

export default compileAll<PeopleMessageId>(people);
