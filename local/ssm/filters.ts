import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import { AwsError } from '../gateway/service.ts';
import type { Parameter } from './parameters.ts';

/** @throws AwsError InvalidFilterKey, InvalidFilterOption for what the local cloud cannot filter by */
export function matchesFilters(
  parameter: Parameter,
  filters: readonly ParameterStringFilter[] = [],
): boolean {
  return filters.every(({ Key = '', Option, Values = [] }) => {
    if (Key === 'Path') return Values.some((path) => isUnder(parameter.name, path, Option ?? 'OneLevel'));
    if (Key !== 'Name' && Key !== 'Type')
      throw new AwsError('InvalidFilterKey', `the local cloud cannot filter parameters by ${Key}`);
    const given = Key === 'Name' ? parameter.name : parameter.type;
    return Values.some((value) => compare(given, value, Option ?? 'Equals'));
  });
}

function compare(given: string, value: string, option: string): boolean {
  if (option === 'Equals') return given === value;
  if (option === 'BeginsWith') return given.startsWith(value);
  if (option === 'Contains') return given.includes(value);
  throw new AwsError('InvalidFilterOption', `${option} is no option of this filter`);
}

function isUnder(name: string, path: string, option: string): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  if (!name.startsWith(prefix)) return false;
  if (option === 'Recursive') return true;
  if (option === 'OneLevel') return !name.slice(prefix.length).includes('/');
  throw new AwsError('InvalidFilterOption', `${option} is no option of the filter Path`);
}
