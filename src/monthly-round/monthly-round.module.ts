import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { MonthlyRoundListService } from './monthly-round-list.service';
import { MonthlyRoundController } from './monthly-round.controller';
import { MonthlyRoundService } from './monthly-round.service';

@Module({
  imports: [AuditModule],
  controllers: [MonthlyRoundController],
  providers: [MonthlyRoundService, MonthlyRoundListService],
  exports: [MonthlyRoundService],
})
export class MonthlyRoundModule {}
