import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { PAGE } from '../file-import/file-import.dto';
import { EnrollmentQueryDto } from './enrollment.dto';
import { EnrollmentService } from './enrollment.service';

@ApiTags('享受资格与名册')
@Controller('projects')
export class EnrollmentController {
  constructor(private readonly enrollments: EnrollmentService) {}

  /** 一个发放项目的享受人员 */
  @Get(':id/enrollments')
  @Allow('person.read')
  list(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Query() { after = 0, limit = PAGE, name }: EnrollmentQueryDto,
  ) {
    return this.enrollments.list(actor, id, { after, limit, name });
  }
}
