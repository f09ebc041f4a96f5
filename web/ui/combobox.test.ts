import { expect, it } from 'vitest';
import { matching } from './Combobox.tsx';

const options = ['Berlin', 'Bern', 'Zürich', 'São Paulo', 'Oberlin'].map((label) => ({
  value: label,
  label,
  hint: label === 'Bern' ? 'GMT+1' : '',
}));
const found = (written: string) => matching(options, written).map(({ label }) => label);

it('what begins with what was written comes before what has it somewhere', () => {
  expect(found('ber')).toEqual(['Berlin', 'Bern', 'Oberlin']);
  expect(found('')).toEqual(options.map(({ label }) => label));
  expect(found('GMT+1')).toEqual(['Bern']);
  expect(found('nowhere')).toEqual([]);
});

it('letters are found without their marks, and the other way round', () => {
  expect(found('zuri')).toEqual(['Zürich']);
  expect(found('SÃO')).toEqual(['São Paulo']);
});
