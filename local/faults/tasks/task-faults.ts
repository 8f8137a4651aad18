import type { Clock } from '../../clock.ts';
import {
  type Container,
  type ContainerEngine,
  type ContainerSpec,
  ContainerStartError,
  type Origin,
} from '../../containers/engine.ts';
import type { Capacity } from '../../ecs/capacity.ts';
import type { InstanceFaults } from '../../elasticbeanstalk/instances/faults.ts';
import type { ActiveFault } from '../active-fault.ts';
import type { CheckedFault } from '../fault.ts';
import type { Faults } from '../faults.ts';
import { type ContainerFault, FaultyContainer } from './faulty-container.ts';
import { FaultyNetwork } from './faulty-network.ts';
import { fitsTask } from './fits-task.ts';

/** Strikes at tasks: where they are placed, when their images are pulled, and while their containers run. */
export class TaskFaults {
  /** Where load balancers find containers, or what stands in for them. */
  readonly network = new FaultyNetwork();
  /** ECS's room for tasks. */
  readonly capacity: Capacity = {
    isLacking: (task) =>
      this.#faults.of('no-capacity').some((active) => fitsTask(active.fault, task) && active.strikes()),
  };
  /** Elastic Beanstalk's instances: room for them, what keeps its version, and which die; and its versions. */
  readonly instances: InstanceFaults = {
    isLacking: (place) => this.capacity.isLacking(place),
    keepsVersion: (place) =>
      this.#faults.of('keep-version').some((active) => fitsTask(active.fault, place) && active.strikes()),
    failsVersion: (place) =>
      this.#faults.of('fail-version').some((active) => fitsTask(active.fault, place) && active.strikes()),
    onDeath: (listener) =>
      this.#faults.onAdded((active) => {
        if (active.fault.kind === 'end-instance') {
          const { fault } = active;
          listener((place) => fitsTask(fault, place) && active.strikes());
        }
      }),
  };
  readonly #faults: Faults;
  readonly #clock: Clock;
  readonly #running = new Map<FaultyContainer, ContainerSpec>();

  constructor(faults: Faults, clock: Clock) {
    this.#faults = faults;
    this.#clock = clock;
    faults.onAdded((active) => {
      if (active.fault.kind === 'slow-start' || !isAboutContainers(active)) return;
      for (const [container, spec] of this.#running) void this.#strike(active, container, spec);
    });
  }

  /** The engine, with what is to go wrong in it. */
  around<Engine extends ContainerEngine>(engine: Engine): Engine {
    return {
      ...engine,
      pull: (image: string, origin?: Origin) => this.#pull(engine, image, origin),
      run: (spec: ContainerSpec) => this.#run(engine, spec),
    };
  }

  /** @throws ContainerStartError */
  async #pull(engine: ContainerEngine, image: string, origin: Origin | undefined): Promise<void> {
    const struck = this.#faults
      .of('no-image')
      .filter((active) => fitsTask(active.fault, origin) && active.strikes());
    if (struck.length === 0) return engine.pull(image, origin);
    const named = origin?.image ?? image;
    throw new ContainerStartError(
      'CannotPullContainerError',
      `pull image manifest has been retried 1 time(s): failed to resolve ref ${named}: ${named}: not found`,
    );
  }

  /** @throws ContainerStartError */
  async #run(engine: ContainerEngine, spec: ContainerSpec): Promise<Container> {
    const container = new FaultyContainer(await engine.run(spec), spec, {
      clock: this.#clock,
      network: this.network,
    });
    this.#running.set(container, spec);
    void container.exited.then(() => this.#running.delete(container));
    for (const active of this.#faults.of('crash-task', 'hang-task', 'slow-start', 'answer'))
      await this.#strike(active, container, spec);
    return container;
  }

  async #strike(
    active: ActiveFault<ContainerFault>,
    container: FaultyContainer,
    spec: ContainerSpec,
  ): Promise<void> {
    if (!fitsTask(active.fault, spec.origin) || !active.strikes()) return;
    await container.apply(active.fault, () => this.#faults.has(active.id));
  }
}

function isAboutContainers(active: ActiveFault<CheckedFault>): active is ActiveFault<ContainerFault> {
  return ['crash-task', 'hang-task', 'slow-start', 'answer'].includes(active.fault.kind);
}
