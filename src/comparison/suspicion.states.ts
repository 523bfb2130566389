/** What a data comparison may suspect of a person (疑点), in the words a user reads. */
export const SUSPICION_KINDS = { DEATH: '疑似死亡', CUSTODY: '疑似服刑' } as const;

/** The states of a suspicion; until it is confirmed or cleared by two users it holds every payment of the person. */
export const SUSPICION_STATES = {
  OPEN: '待核实',
  CONFIRM_PROPOSED: '拟确认，待复核',
  CLEAR_PROPOSED: '拟排除，待复核',
  CONFIRMED: '已确认',
  CLEARED: '已排除',
} as const;
