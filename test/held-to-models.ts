import { afterAll, afterEach, expect } from 'vitest';
import { takeDepartures } from '../local/gateway/departures.ts';

// A setup file of all tests: whatever started a gateway, an answer of it that breaks AWS's models fails the test.

const holdToModels = () =>
  expect(takeDepartures(), 'where the local cloud departed from AWS’s models').toEqual([]);

afterEach(holdToModels);
afterAll(holdToModels);
