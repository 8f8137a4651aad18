import { describe, expect, it } from 'vitest';
import { parsePattern } from '../../../local/events/pattern/pattern.ts';

const fits = (pattern: object, event: object): boolean => parsePattern(JSON.stringify(pattern))({ ...event });

/** From https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html and its neighbours. */
describe('an event pattern', () => {
  it.each<[name: string, pattern: object, yes: object[], no: object[]]>([
    ['a value', { source: ['aws.ecs'] }, [{ source: 'aws.ecs' }], [{ source: 'aws.ecr' }, {}]],
    ['one of several', { d: { s: ['a', 'b'] } }, [{ d: { s: 'b' } }], [{ d: { s: 'c' } }, { d: 's' }]],
    ['all fields', { a: [1], b: [true] }, [{ a: 1, b: true }], [{ a: 1 }, { a: 1, b: false }]],
    ['a list in the event', { r: ['x', 'y'] }, [{ r: ['z', 'y'] }], [{ r: ['z'] }, { r: [] }]],
    ['null', { a: [null] }, [{ a: null }], [{}, { a: '' }]],
    ['the empty text', { a: [''] }, [{ a: '' }], [{ a: null }, {}]],
    ['no number for a text', { a: ['1'] }, [{ a: '1' }], [{ a: 1 }]],
    ['prefix', { a: [{ prefix: 'x-' }] }, [{ a: 'x-1' }, { a: ['q', 'x-'] }], [{ a: 'X-1' }, { a: 1 }]],
    ['prefix, any case', { a: [{ prefix: { 'equals-ignore-case': 'x-' } }] }, [{ a: 'X-1' }], [{ a: 'y' }]],
    ['suffix', { a: [{ suffix: '.png' }] }, [{ a: 'b.png' }], [{ a: 'b.PNG' }]],
    ['any case', { a: [{ 'equals-ignore-case': 'alice' }] }, [{ a: 'ALICE' }], [{ a: 'alicE ' }]],
    [
      'wildcard',
      { a: [{ wildcard: 'dir/*.png' }] },
      [{ a: 'dir/a/b.png' }, { a: 'dir/.png' }],
      [{ a: 'dir/bpng' }],
    ],
    ['wildcard, escaped', { a: [{ wildcard: 'a\\*b*' }] }, [{ a: 'a*bc' }], [{ a: 'axbc' }]],
    [
      'anything-but',
      { a: [{ 'anything-but': 'x' }] },
      [{ a: 'y' }, { a: 1 }, { a: ['x', 'y'] }],
      [{ a: 'x' }, {}],
    ],
    [
      'anything-but a list',
      { a: [{ 'anything-but': [100, 200] }] },
      [{ a: 150 }],
      [{ a: 100 }, { a: [100, 200] }],
    ],
    ['anything-but prefix', { a: [{ 'anything-but': { prefix: 'x' } }] }, [{ a: 'y' }], [{ a: 'xy' }]],
    [
      'anything-but suffixes',
      { a: [{ 'anything-but': { suffix: ['x', 'z'] } }] },
      [{ a: 'y' }],
      [{ a: 'yz' }],
    ],
    [
      'anything-but wildcard',
      { a: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
      [{ a: 'lib' }],
      [{ a: 'a/lib/b' }],
    ],
    [
      'anything-but any case',
      { a: [{ 'anything-but': { 'equals-ignore-case': ['x'] } }] },
      [{ a: 'y' }],
      [{ a: 'X' }],
    ],
    [
      'numeric',
      { a: [{ numeric: ['>', 0, '<=', 5] }] },
      [{ a: 5 }, { a: 0.1 }],
      [{ a: 0 }, { a: 6 }, { a: '3' }],
    ],
    ['numeric, equal', { a: [{ numeric: ['=', 3.018e2] }] }, [{ a: 301.8 }], [{ a: 301 }]],
    [
      'exists',
      { d: { a: [{ exists: true }] } },
      [{ d: { a: 1 } }, { d: { a: null } }],
      [{ d: {} }, { d: { a: { b: 1 } } }],
    ],
    ['exists not', { d: { a: [{ exists: false }] } }, [{ d: {} }, {}, { d: { b: 1 } }], [{ d: { a: '' } }]],
    ['operators and values in one list', { a: [{ exists: false }, 'x'] }, [{}, { a: 'x' }], [{ a: 'y' }]],
    [
      '$or',
      { a: ['x'], $or: [{ b: [1] }, { c: [{ prefix: 'y' }], b: [2] }] },
      [
        { a: 'x', b: 1 },
        { a: 'x', b: 2, c: 'yy' },
      ],
      [{ a: 'x', b: 2 }, { b: 1 }],
    ],
    [
      'one object of a list, whole',
      { l: { name: ['a'], state: ['ok'] } },
      [{ l: [{ name: 'b' }, { name: 'a', state: 'ok' }] }],
      [
        {
          l: [
            { name: 'a', state: 'bad' },
            { name: 'b', state: 'ok' },
          ],
        },
      ],
    ],
  ])('matches %s', (_, pattern, yes, no) => {
    for (const event of yes) expect(fits(pattern, event), JSON.stringify(event)).toBe(true);
    for (const event of no) expect(fits(pattern, event), JSON.stringify(event)).toBe(false);
  });

  it.each([
    [{ source: 'aws.ecs' }, /"source" must be an object or an array/],
    [{ source: [] }, /Empty arrays are not allowed/],
    [{ detail: {} }, /Empty objects are not allowed/],
    [{ a: [{ nope: 1 }] }, /Unrecognized match type nope/],
    [{ a: [{ cidr: '10.0.0.0/8' }] }, /the local cloud has no cidr/],
    [{ a: [{ wildcard: 'a**' }] }, /Consecutive wildcard/],
    [{ a: [{ numeric: ['>', '0'] }] }, /must be numeric/],
    [{ a: [{ exists: 'yes' }] }, /either true or false/],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, /Only one key/],
  ])('%j is refused', (pattern, message) => {
    expect(() => parsePattern(JSON.stringify(pattern))).toThrow(message);
  });
});
