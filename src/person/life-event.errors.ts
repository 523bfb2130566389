import { NotFound } from '../errors/request.errors';
import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

/** An event whose dates cannot be; every problem is named. */
@Listed()
export class LifeEventDateWrong extends DomainError {
  static readonly code = 'life_event_date_wrong';
  static readonly status = 422;
  static readonly title = '人员变动的日期有误';
  constructor(problems: string[]) {
    super(`人员变动的日期有误：${problems.join('；')}。`, { problems });
  }
}
refuseConstraint('life_event_not_reported_before', () => new LifeEventDateWrong(['报告日期早于发生日期']));

/** Death, custody, release and emigration happen to the person, not to one project. */
@Listed()
export class LifeEventConcernsAllProjects extends DomainError {
  static readonly code = 'life_event_concerns_all_projects';
  static readonly status = 422;
  static readonly title = '该类变动不能只针对一个项目';
  constructor(kind: string) {
    super(`“${kind}”涉及该人员的全部项目，不能只针对一个项目。`, { kind });
  }
}

/** A person dies once; a death that waits for review counts. */
@Listed()
export class DeathAlreadyReported extends DomainError {
  static readonly code = 'death_already_reported';
  static readonly status = 409;
  static readonly title = '该人员的死亡已登记';
  constructor() {
    super('该人员的死亡已登记（或正待复核），不能重复登记；日期有误的，请先退回原登记。');
  }
}
refuseConstraint('life_event_one_death', () => new DeathAlreadyReported());

/** Nothing happens to a person after death. */
@Listed()
export class HappenedAfterDeath extends DomainError {
  static readonly code = 'happened_after_death';
  static readonly status = 409;
  static readonly title = '发生日期在该人员死亡之后';
  constructor(diedOn: string) {
    super(`该人员已于 ${diedOn} 死亡，不能登记此后发生的变动。`, { diedOn });
  }
}

/** A second arrest before the release from the first. */
@Listed()
export class AlreadyInCustody extends DomainError {
  static readonly code = 'already_in_custody';
  static readonly status = 409;
  static readonly title = '该人员当时已在服刑';
  constructor(since: string) {
    super(`该人员自 ${since} 起服刑，须先登记释放；释放当日不能再登记服刑。`, { since });
  }
}

/** A release of somebody who is not in custody. */
@Listed()
export class NotInCustody extends DomainError {
  static readonly code = 'not_in_custody';
  static readonly status = 409;
  static readonly title = '该人员当时不在服刑';
  constructor() {
    super('该人员当时没有已登记的服刑，不能登记释放。');
  }
}

/** A hold on what is held already, or on the day a hold was lifted or before. */
@Listed()
export class AlreadyHeld extends DomainError {
  static readonly code = 'already_held';
  static readonly status = 409;
  static readonly title = '已有人工暂停，或日期不在上次解除之后';
  constructor(latestOn: string) {
    super(`已有人工暂停或其解除（${latestOn}）：须先解除，且新的暂停日期须在解除之后。`, { latestOn });
  }
}

/** There is no hold of the same reach to lift. */
@Listed()
export class NothingToLift extends DomainError {
  static readonly code = 'nothing_to_lift';
  static readonly status = 409;
  static readonly title = '没有可解除的人工暂停';
  constructor() {
    super('该人员当时没有同一范围（全部项目或该项目）的人工暂停，无可解除。');
  }
}

/** What remains must make sense: a release without its custody would not. */
@Listed()
export class RetractionLeavesContradiction extends DomainError {
  static readonly code = 'retraction_leaves_contradiction';
  static readonly status = 409;
  static readonly title = '撤销后其余变动互相矛盾';
  constructor(kind: string, happenedOn: string) {
    super(`撤销该变动后，${happenedOn} 的“${kind}”将失去依据，须先撤销后者。`, { kind, happenedOn });
  }
}

/** A retraction takes back an event, not a retraction: what was retracted by mistake is recorded anew. */
@Listed()
export class RetractionNotRetractable extends DomainError {
  static readonly code = 'retraction_not_retractable';
  static readonly status = 409;
  static readonly title = '撤销不能再撤销';
  constructor() {
    super('“撤销变动”本身不能撤销；撤销有误的，请重新登记原变动。');
  }
}

/** A second retraction while the first waits for review, or after it took effect. */
@Listed()
export class RetractionAlreadyProposed extends DomainError {
  static readonly code = 'retraction_already_proposed';
  static readonly status = 409;
  static readonly title = '该变动已提出撤销';
  constructor() {
    super('该变动已提出撤销（待复核或已生效），不能重复提出。');
  }
}
refuseConstraint('life_event_one_retraction', () => new RetractionAlreadyProposed());

// The event's project is looked up by the foreign key: person comes before project in the order of the modules.
refuseConstraint('life_event_project', () => new NotFound('发放项目', '所填编号'));
