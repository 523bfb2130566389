import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { BatchModule } from '../batch/batch.module';
import { ReconciliationController } from './reconciliation.controller';
import { ReconciliationService } from './reconciliation.service';

@Module({
  imports: [AuditModule, BatchModule],
  controllers: [ReconciliationController],
  providers: [ReconciliationService],
  exports: [ReconciliationService],
})
export class ReconciliationModule {}
