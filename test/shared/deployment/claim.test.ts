import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askForTurn, giveBack, leaveToken, renew } from '../../../shared/deployment/claim.ts';
import { forgetNewer, markGood } from '../../../shared/deployment/live.ts';
import type { GoodRelease } from '../../../shared/deployment/model.ts';
import { emptyTarget, type TargetState } from '../../../shared/deployment/target-state.ts';

const LEASE = 1000;
const turn = (deployment: string, order: number) => ({ deployment, order, kind: 'deploy' as const });
const ask = (state: TargetState, deployment: string, order: number, now = 0) =>
  askForTurn(state, turn(deployment, order), now, LEASE);
const good = (name: string, order: number): GoodRelease => ({
  repository: 'web',
  image: `host/web@${name}`,
  digest: name,
  revision: `rev-${name}`,
  deployment: `d-${name}`,
  order,
  verifiedAt: 0,
});

describe('a target', () => {
  it('is held by the first who asks, and by nobody else until it is given back', () => {
    const first = ask(emptyTarget, 'a', 1);
    expect(first.result).toEqual({ kind: 'held' });
    const second = ask(first.state, 'b', 2);
    expect(second.result).toEqual({ kind: 'wait', heldUntil: LEASE });
    const waiting = leaveToken(second.state, 'b', 'token-b', 0, LEASE).state;
    const freed = giveBack(waiting, 'a');
    expect(freed.result).toBe('token-b');
    expect(ask(freed.state, 'b', 2).result).toEqual({ kind: 'held' });
  });

  it('lets only the newest wait, and names whom it displaces', () => {
    let state = ask(emptyTarget, 'a', 1).state;
    state = leaveToken(ask(state, 'b', 2).state, 'b', 'token-b', 0, LEASE).state;
    const newest = ask(state, 'c', 3);
    expect(newest.result).toMatchObject({ kind: 'wait', displaced: ['token-b'] });
    expect(ask(newest.state, 'b', 2).result).toMatchObject({ kind: 'superseded' });
  });

  it('is left to a newer one that is on its way, also while it is free', () => {
    const yielding = askForTurn(emptyTarget, { ...turn('a', 1), yields: true }, 0, LEASE);
    expect(yielding.result).toEqual({ kind: 'wait' });
    const waiting = leaveToken(yielding.state, 'a', 'token-a', 0, LEASE).state;
    // It comes: the older one is woken, to learn that it is superseded.
    const newer = ask(waiting, 'b', 2);
    expect(newer.result).toEqual({ kind: 'held', displaced: ['token-a'] });
    expect(ask(newer.state, 'a', 1).result).toMatchObject({ kind: 'superseded' });
    // It does not come.
    expect(ask(waiting, 'a', 1).result).toEqual({ kind: 'held' });
  });

  it('supersedes what is older than what is live', () => {
    const live = markGood(emptyTarget, good('x', 10));
    expect(ask(live, 'late', 9).result).toMatchObject({ kind: 'superseded' });
    expect(ask(live, 'same', 10).result).toEqual({ kind: 'held' });
  });

  it('can be taken from a holder whose lease is over, who then learns that it is lost', () => {
    const held = ask(emptyTarget, 'a', 1, 0).state;
    expect(ask(held, 'b', 2, LEASE - 1).result).toMatchObject({ kind: 'wait' });
    const taken = ask(held, 'b', 2, LEASE + 1);
    expect(taken.result).toEqual({ kind: 'held' });
    expect(leaveToken(taken.state, 'a', 't', LEASE + 2, LEASE).result).toBe('lost');
    expect(renew(taken.state, 'a', LEASE + 2, LEASE)).toEqual({ state: taken.state, result: 'lost' });
    expect(giveBack(taken.state, 'a').state.claim?.deployment).toBe('b');
  });

  it('remembers good releases newest first, and forgets those that somebody went back from', () => {
    const state = ['one', 'two', 'three'].reduce(
      (all, name, index) => markGood(all, good(name, index)),
      emptyTarget,
    );
    expect(state.good.map(({ digest }) => digest)).toEqual(['three', 'two', 'one']);
    const back = markGood(forgetNewer(state, 'one', 'd-back', 8), good('one', 9));
    expect(back.good.map(({ digest }) => digest)).toEqual(['one']);
    expect(back.liveOrder).toBe(9);
    // What somebody went back from does not come again by itself.
    expect(back.rolledBack?.map(({ digest }) => digest)).toEqual(['three', 'two']);
  });

  it('has at most one holder, and in the end the newest was neither lost nor overtaken, in whatever order they come', () => {
    const steps = fc.array(
      fc.record({ who: fc.integer({ min: 0, max: 5 }), what: fc.constantFrom('ask', 'token', 'finish') }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (sequence) => {
        let state: TargetState = emptyTarget;
        const holding = new Set<number>();
        const superseded = new Set<number>();
        const done: number[] = [];
        for (const { who, what } of sequence) {
          const name = `d${who}`;
          if (superseded.has(who) || done.includes(who)) continue;
          if (what === 'ask') {
            const { state: next, result } = ask(state, name, who);
            state = next;
            if (result.kind === 'held') holding.add(who);
            if (result.kind === 'superseded') superseded.add(who);
          } else if (what === 'token') {
            state = leaveToken(state, name, `t${who}`, 0, LEASE).state;
          } else if (holding.has(who)) {
            holding.delete(who);
            done.push(who);
            state = giveBack(markGood(state, good(name, who)), name).state;
          }
          expect(holding.size).toBeLessThanOrEqual(1);
        }
        // What was rolled out came in the order of pushes: nothing older ever followed something newer.
        expect(done).toEqual([...done].sort((a, b) => a - b));
        // Nobody was superseded unless something newer exists.
        const all = sequence.map(({ who }) => who);
        for (const who of superseded) expect(Math.max(...all)).toBeGreaterThan(who);
      }),
      { numRuns: 500 },
    );
  });
});
