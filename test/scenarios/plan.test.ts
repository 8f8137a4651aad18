import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';

describe('what a deployment would change', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage?.close());

  it('is nothing for what runs already: exit code 0', async () => {
    const { code, out, err } = await stage.cli('plan', 'web');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('No changes.');
  });

  it('is refused for what is not there, with exit code 1 like everything that went wrong', async () => {
    expect(await stage.cli('plan', 'web', '--image', 'no-such-tag')).toMatchObject({
      code: 1,
      out: expect.stringContaining('has no image no-such-tag'),
    });
    expect(await stage.cli('plan', 'web', '--no-such-option')).toMatchObject({ code: 1 });
  });
});
