import { IsInt } from 'class-validator';

export class ReconcileDto {
  /** 所见版本号 */
  @IsInt() version: number;
}
