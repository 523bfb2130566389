import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { EntitlementModule } from '../entitlement/entitlement.module';
import { FundingModule } from '../funding/funding.module';
import { BatchListService } from './batch-list.service';
import { BatchController } from './batch.controller';
import { BatchService } from './batch.service';
import { CompileService } from './compile.service';
import { SubmissionChecks } from './submission-checks';

@Module({
  imports: [AuditModule, EntitlementModule, FundingModule],
  controllers: [BatchController],
  providers: [BatchService, BatchListService, CompileService, SubmissionChecks],
  exports: [
    BatchService,
    BatchListService,
    CompileService,
    SubmissionChecks,
    EntitlementModule,
    FundingModule,
  ],
})
export class BatchModule {}
