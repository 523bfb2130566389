import type { Happening, SituationFacts } from '../support/office-situations';

/** Who, what is known of them, what happens, what becomes of each month, and the fen that were paid. */
export type Situation = [
  who: string,
  facts: SituationFacts,
  then: Happening[],
  months: string,
  paidFen: number,
];

/** Reads an aligned table: a row is five values between bars, and the formatter leaves it aligned. */
function situations(_: TemplateStringsArray, ...values: readonly unknown[]): Situation[] {
  return Array.from(
    { length: values.length / 5 },
    (_row, row) => values.slice(row * 5, row * 5 + 5) as Situation,
  );
}

export const LIVING = situations`
  who                       | facts                                    | then                                                                                                                           | months                                                                                                                                         | paidFen
  ${'无事'}                 | ${{}}                                    | ${[]}                                                                                                                          | ${'p p p p p p'}                                                                                                                               | ${72000}
  ${'三月起享受'}           | ${{ from: '2025-03' }}                   | ${[]}                                                                                                                          | ${'- - p p p p'}                                                                                                                               | ${48000}
  ${'享受至四月'}           | ${{ until: '2025-04' }}                  | ${[]}                                                                                                                          | ${'p p p p - -'}                                                                                                                               | ${48000}
  ${'只享受三月'}           | ${{ from: '2025-03', until: '2025-03' }} | ${[]}                                                                                                                          | ${'- - p - - -'}                                                                                                                               | ${12000}
  ${'七月起享受'}           | ${{ from: '2025-07' }}                   | ${[]}                                                                                                                          | ${'- - - - - -'}                                                                                                                               | ${0}
  ${'认证当日满十二个月'}   | ${{ verifiedOn: '2024-03-20' }}          | ${[]}                                                                                                                          | ${'p p p w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE'}                                                                | ${36000}
  ${'认证前一日满十二个月'} | ${{ verifiedOn: '2024-03-19' }}          | ${[]}                                                                                                                          | ${'p p w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE'}                                           | ${24000}
  ${'从未认证'}             | ${{ verifiedOn: null }}                  | ${[]}                                                                                                                          | ${'w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE'} | ${0}
  ${'从未认证后四月认证'}   | ${{ verifiedOn: null }}                  | ${[['2025-04-20', 'VERIFIED']]}                                                                                                | ${'p@4 p@4 p@4 p p p'}                                                                                                                         | ${72000}
  ${'逾期后批次次日认证'}   | ${{ verifiedOn: '2024-03-19' }}          | ${[['2025-04-21', 'VERIFIED']]}                                                                                                | ${'p p p@5 p@5 p p'}                                                                                                                           | ${72000}
  ${'认证自带有效期内'}     | ${{ validUntil: '2025-06-20' }}          | ${[]}                                                                                                                          | ${'p p p p p p'}                                                                                                                               | ${72000}
  ${'认证自带有效期过一日'} | ${{ validUntil: '2025-06-19' }}          | ${[]}                                                                                                                          | ${'p p p p p w:VERIFICATION_OVERDUE'}                                                                                                          | ${60000}
  ${'认证不通过'}           | ${{}}                                    | ${[['2025-03-05', 'FAILED']]}                                                                                                  | ${'p p w:VERIFICATION_FAILED w:VERIFICATION_FAILED w:VERIFICATION_FAILED w:VERIFICATION_FAILED'}                                               | ${24000}
  ${'不通过后重新认证'}     | ${{}}                                    | ${[
    ['2025-03-05', 'FAILED'],
    ['2025-05-06', 'VERIFIED'],
  ]}                                                                      | ${'p p p@5 p@5 p p'}                                                                                                                           | ${72000}
  ${'认证当日又不通过'}     | ${{}}                                    | ${[
    ['2025-03-05', 'VERIFIED'],
    ['2025-03-05', 'FAILED'],
  ]}                                                                      | ${'p p w:VERIFICATION_FAILED w:VERIFICATION_FAILED w:VERIFICATION_FAILED w:VERIFICATION_FAILED'}                                               | ${24000}
  ${'月初死亡及时报告'}     | ${{}}                                    | ${[['2025-03-05', 'DEATH', '2025-03-01']]}                                                                                     | ${'p p p c:DECEASED c:DECEASED c:DECEASED'}                                                                                                    | ${36000}
  ${'月末死亡次月报告'}     | ${{}}                                    | ${[['2025-04-05', 'DEATH', '2025-03-31']]}                                                                                     | ${'p p p c:DECEASED c:DECEASED c:DECEASED'}                                                                                                    | ${36000}
  ${'上月末死亡本月报告'}   | ${{}}                                    | ${[['2025-03-05', 'DEATH', '2025-02-28']]}                                                                                     | ${'p p c:DECEASED c:DECEASED c:DECEASED c:DECEASED'}                                                                                           | ${24000}
  ${'死亡迟报已发两月'}     | ${{}}                                    | ${[['2025-05-10', 'DEATH', '2025-02-10']]}                                                                                     | ${'p p p p c:DECEASED c:DECEASED'}                                                                                                             | ${48000}
  ${'入册前已死亡'}         | ${{}}                                    | ${[['2025-03-05', 'DEATH', '2023-12-31']]}                                                                                     | ${'p p c:DECEASED c:DECEASED c:DECEASED c:DECEASED'}                                                                                           | ${24000}
  ${'误登死亡后撤销'}       | ${{}}                                    | ${[
    ['2025-03-05', 'DEATH', '2025-02-10'],
    ['2025-05-05', 'UNDONE', 'DEATH'],
  ]}                                                  | ${'p p p@5 p@5 p p'}                                                                                                                           | ${72000}
  ${'死亡且认证逾期'}       | ${{ verifiedOn: '2024-01-31' }}          | ${[['2025-04-05', 'DEATH', '2025-03-31']]}                                                                                     | ${'p w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE c:DECEASED c:DECEASED c:DECEASED'}                                                          | ${12000}
  ${'疑似死亡未核实'}       | ${{}}                                    | ${[['2025-03-05', 'SUSPECTED_DEAD']]}                                                                                          | ${'p p w:SUSPECTED_DEATH w:SUSPECTED_DEATH w:SUSPECTED_DEATH w:SUSPECTED_DEATH'}                                                               | ${24000}
  ${'疑似死亡后排除'}       | ${{}}                                    | ${[
    ['2025-03-05', 'SUSPECTED_DEAD'],
    ['2025-04-06', 'CLEARED'],
  ]}                                                               | ${'p p p@4 p p p'}                                                                                                                             | ${72000}
  ${'疑似死亡后确认'}       | ${{}}                                    | ${[
    ['2025-03-05', 'SUSPECTED_DEAD'],
    ['2025-04-06', 'DEATH', '2025-02-20'],
    ['2025-04-06', 'CLEARED'],
  ]}                        | ${'p p c:DECEASED c:DECEASED c:DECEASED c:DECEASED'}                                                                                           | ${24000}
  ${'疑似死亡确认为三月'}   | ${{}}                                    | ${[
    ['2025-03-05', 'SUSPECTED_DEAD'],
    ['2025-04-06', 'DEATH', '2025-03-02'],
    ['2025-04-06', 'CLEARED'],
  ]}                        | ${'p p p@4 c:DECEASED c:DECEASED c:DECEASED'}                                                                                                  | ${36000}
  ${'疑似服刑未核实'}       | ${{}}                                    | ${[['2025-03-05', 'SUSPECTED_IN_CUSTODY']]}                                                                                    | ${'p p w:SUSPECTED_CUSTODY w:SUSPECTED_CUSTODY w:SUSPECTED_CUSTODY w:SUSPECTED_CUSTODY'}                                                       | ${24000}
  ${'疑似服刑后排除'}       | ${{}}                                    | ${[
    ['2025-03-05', 'SUSPECTED_IN_CUSTODY'],
    ['2025-05-06', 'CLEARED'],
  ]}                                                         | ${'p p p@5 p@5 p p'}                                                                                                                           | ${72000}
  ${'疑似死亡又疑似服刑'}   | ${{}}                                    | ${[
    ['2025-03-05', 'SUSPECTED_DEAD'],
    ['2025-03-05', 'SUSPECTED_IN_CUSTODY'],
  ]}                                                  | ${'p p w:SUSPECTED_DEATH w:SUSPECTED_DEATH w:SUSPECTED_DEATH w:SUSPECTED_DEATH'}                                                               | ${24000}
  ${'本月收监'}             | ${{}}                                    | ${[['2025-03-10', 'CUSTODY', '2025-03-02']]}                                                                                   | ${'p p p w:CUSTODY w:CUSTODY w:CUSTODY'}                                                                                                       | ${36000}
  ${'上月收监'}             | ${{}}                                    | ${[['2025-03-10', 'CUSTODY', '2025-02-28']]}                                                                                   | ${'p p w:CUSTODY w:CUSTODY w:CUSTODY w:CUSTODY'}                                                                                               | ${24000}
  ${'收监后释放'}           | ${{}}                                    | ${[
    ['2025-03-10', 'CUSTODY', '2025-02-10'],
    ['2025-05-06', 'RELEASE', '2025-04-30'],
  ]}                                          | ${'p p c:CUSTODY_NOT_BACK_PAID c:CUSTODY_NOT_BACK_PAID p p'}                                                                                   | ${48000}
  ${'释放当月不发'}         | ${{}}                                    | ${[
    ['2025-03-10', 'CUSTODY', '2025-02-10'],
    ['2025-05-06', 'RELEASE', '2025-05-01'],
  ]}                                          | ${'p p c:CUSTODY_NOT_BACK_PAID c:CUSTODY_NOT_BACK_PAID c:CUSTODY_NOT_BACK_PAID p'}                                                             | ${36000}
  ${'当月收监当月释放'}     | ${{}}                                    | ${[
    ['2025-03-10', 'CUSTODY', '2025-03-02'],
    ['2025-03-15', 'RELEASE', '2025-03-12'],
  ]}                                          | ${'p p p p p p'}                                                                                                                               | ${72000}
  ${'再次收监'}             | ${{}}                                    | ${[
    ['2025-02-10', 'CUSTODY', '2025-01-10'],
    ['2025-03-10', 'RELEASE', '2025-02-20'],
    ['2025-05-10', 'CUSTODY', '2025-04-10'],
  ]} | ${'p c:CUSTODY_NOT_BACK_PAID p p w:CUSTODY w:CUSTODY'}                                                                                         | ${36000}
  ${'收监迟报'}             | ${{}}                                    | ${[['2025-05-10', 'CUSTODY', '2025-02-10']]}                                                                                   | ${'p p p p w:CUSTODY w:CUSTODY'}                                                                                                               | ${48000}
  ${'收监登记有误撤销'}     | ${{}}                                    | ${[
    ['2025-03-10', 'CUSTODY', '2025-02-10'],
    ['2025-05-06', 'UNDONE', 'CUSTODY'],
  ]}                                              | ${'p p p@5 p@5 p p'}                                                                                                                           | ${72000}
  ${'服刑中死亡'}           | ${{}}                                    | ${[
    ['2025-02-10', 'CUSTODY', '2025-01-10'],
    ['2025-04-10', 'DEATH', '2025-03-20'],
  ]}                                            | ${'p w:CUSTODY w:CUSTODY c:DECEASED c:DECEASED c:DECEASED'}                                                                                    | ${12000}
  ${'服刑且认证逾期'}       | ${{ verifiedOn: '2024-02-29' }}          | ${[['2025-03-10', 'CUSTODY', '2025-02-10']]}                                                                                   | ${'p p w:CUSTODY w:CUSTODY w:CUSTODY w:CUSTODY'}                                                                                               | ${24000}
  ${'本月迁出'}             | ${{}}                                    | ${[['2025-03-10', 'EMIGRATION', '2025-03-01']]}                                                                                | ${'p p p c:ENTITLEMENT_ENDED c:ENTITLEMENT_ENDED c:ENTITLEMENT_ENDED'}                                                                         | ${36000}
  ${'上月迁出'}             | ${{}}                                    | ${[['2025-03-10', 'EMIGRATION', '2025-02-28']]}                                                                                | ${'p p c:ENTITLEMENT_ENDED c:ENTITLEMENT_ENDED c:ENTITLEMENT_ENDED c:ENTITLEMENT_ENDED'}                                                       | ${24000}
  ${'迁出登记有误撤销'}     | ${{}}                                    | ${[
    ['2025-03-10', 'EMIGRATION', '2025-02-28'],
    ['2025-04-10', 'UNDONE', 'EMIGRATION'],
  ]}                                        | ${'p p p@4 p p p'}                                                                                                                             | ${72000}
  ${'资格终止'}             | ${{}}                                    | ${[['2025-04-10', 'END_OF_ENTITLEMENT', '2025-04-09']]}                                                                        | ${'p p p p c:ENTITLEMENT_ENDED c:ENTITLEMENT_ENDED'}                                                                                           | ${48000}
  ${'人工暂停'}             | ${{}}                                    | ${[['2025-03-10', 'HOLD', '2025-03-10']]}                                                                                      | ${'p p w:HELD w:HELD w:HELD w:HELD'}                                                                                                           | ${24000}
  ${'暂停后解除'}           | ${{}}                                    | ${[
    ['2025-03-10', 'HOLD', '2025-03-10'],
    ['2025-06-05', 'HOLD_LIFTED', '2025-06-05'],
  ]}                                         | ${'p p p@6 p@6 p@6 p'}                                                                                                                         | ${72000}
  ${'解除后又暂停'}         | ${{}}                                    | ${[
    ['2025-02-10', 'HOLD', '2025-02-10'],
    ['2025-03-05', 'HOLD_LIFTED', '2025-03-05'],
    ['2025-05-06', 'HOLD', '2025-05-06'],
  ]}   | ${'p p@3 p p w:HELD w:HELD'}                                                                                                                   | ${48000}
  ${'暂停且从未认证'}       | ${{ verifiedOn: null }}                  | ${[['2025-01-10', 'HOLD', '2025-01-10']]}                                                                                      | ${'w:HELD w:HELD w:HELD w:HELD w:HELD w:HELD'}                                                                                                 | ${0}
  ${'暂停中死亡'}           | ${{}}                                    | ${[
    ['2025-02-10', 'HOLD', '2025-02-10'],
    ['2025-05-05', 'DEATH', '2025-03-31'],
  ]}                                               | ${'p w:HELD w:HELD c:DECEASED c:DECEASED c:DECEASED'}                                                                                          | ${12000}
  ${'没有账户'}             | ${{ account: null }}                     | ${[]}                                                                                                                          | ${'w:NO_ACCOUNT w:NO_ACCOUNT w:NO_ACCOUNT w:NO_ACCOUNT w:NO_ACCOUNT w:NO_ACCOUNT'}                                                             | ${0}
  ${'四月有了账户'}         | ${{ account: null }}                     | ${[['2025-04-10', 'ACCOUNT']]}                                                                                                 | ${'p@4 p@4 p@4 p p p'}                                                                                                                         | ${72000}
  ${'银行退回未更正'}       | ${{}}                                    | ${[['2025-03-20', 'BANK_REFUSES']]}                                                                                            | ${'p p f:ACCOUNT_TO_CORRECT p p p'}                                                                                                            | ${60000}
  ${'银行退回后更正'}       | ${{}}                                    | ${[
    ['2025-03-20', 'BANK_REFUSES'],
    ['2025-05-06', 'ACCOUNT'],
  ]}                                                                 | ${'p p p@5 p p p'}                                                                                                                             | ${72000}
  ${'银行退回后死亡'}       | ${{}}                                    | ${[
    ['2025-03-20', 'BANK_REFUSES'],
    ['2025-04-06', 'DEATH', '2025-03-25'],
  ]}                                                     | ${'p p f:ACCOUNT_TO_CORRECT c:DECEASED c:DECEASED c:DECEASED'}                                                                                 | ${24000}
  ${'银行退回，死于前月'}   | ${{}}                                    | ${[
    ['2025-03-20', 'BANK_REFUSES'],
    ['2025-04-06', 'DEATH', '2025-02-25'],
  ]}                                                     | ${'p p c:DECEASED c:DECEASED c:DECEASED c:DECEASED'}                                                                                           | ${24000}
  ${'退回更正时认证逾期'}   | ${{ verifiedOn: '2024-03-20' }}          | ${[
    ['2025-03-20', 'BANK_REFUSES'],
    ['2025-04-06', 'ACCOUNT'],
  ]}                                                                 | ${'p p w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE'}                                           | ${24000}
`;

export const GRACE = situations`
  who               | facts                           | then                            | months                                                                                               | paidFen
  ${'宽限最后一日'} | ${{ verifiedOn: '2024-03-15' }} | ${[]}                           | ${'p p p w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE'}                      | ${36000}
  ${'宽限过一日'}   | ${{ verifiedOn: '2024-03-14' }} | ${[]}                           | ${'p p w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE'} | ${24000}
  ${'宽限内认证'}   | ${{ verifiedOn: '2024-03-15' }} | ${[['2025-03-20', 'VERIFIED']]} | ${'p p p p p p'}                                                                                     | ${72000}
`;

export const HALF_YEARLY = situations`
  who                     | facts                                                     | then                            | months                                                                                               | paidFen
  ${'半年认证到期当日'}   | ${{ verifiedOn: '2024-09-20' }}                           | ${[]}                           | ${'p p p w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE'}                      | ${36000}
  ${'半年认证过一日'}     | ${{ verifiedOn: '2024-09-19' }}                           | ${[]}                           | ${'p p w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE w:VERIFICATION_OVERDUE'} | ${24000}
  ${'半年内再认证'}       | ${{ verifiedOn: '2024-09-20' }}                           | ${[['2025-04-01', 'VERIFIED']]} | ${'p p p p p p'}                                                                                     | ${72000}
  ${'自带有效期长于周期'} | ${{ verifiedOn: '2024-09-01', validUntil: '2025-12-31' }} | ${[]}                           | ${'p p p p p p'}                                                                                     | ${72000}
`;

export const UNVERIFIED = situations`
  who                       | facts                   | then                                  | months                                           | paidFen
  ${'不要求认证'}           | ${{ verifiedOn: null }} | ${[]}                                 | ${'p p p p p p'}                                 | ${72000}
  ${'不要求认证而不通过'}   | ${{ verifiedOn: null }} | ${[['2025-03-05', 'FAILED']]}         | ${'p p p p p p'}                                 | ${72000}
  ${'不要求认证而疑似死亡'} | ${{ verifiedOn: null }} | ${[['2025-05-05', 'SUSPECTED_DEAD']]} | ${'p p p p w:SUSPECTED_DEATH w:SUSPECTED_DEATH'} | ${48000}
`;

export const STRICT_DEATH = situations`
  who                     | facts | then                                       | months                                               | paidFen
  ${'同项目在世者'}       | ${{}} | ${[]}                                      | ${'p p p p p p'}                                     | ${72000}
  ${'死亡当月不发'}       | ${{}} | ${[['2025-03-10', 'DEATH', '2025-03-09']]} | ${'p p c:DECEASED c:DECEASED c:DECEASED c:DECEASED'} | ${24000}
  ${'死于月末最后一日'}   | ${{}} | ${[['2025-04-10', 'DEATH', '2025-03-31']]} | ${'p p p c:DECEASED c:DECEASED c:DECEASED'}          | ${36000}
  ${'死于月末前一日迟报'} | ${{}} | ${[['2025-04-10', 'DEATH', '2025-03-30']]} | ${'p p p c:DECEASED c:DECEASED c:DECEASED'}          | ${36000}
`;
