import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { FileImportModule } from '../file-import/file-import.module';
import { PersonModule } from '../person/person.module';
import { ComparisonImportController } from './comparison-import.controller';
import { ComparisonImportService } from './comparison-import.service';
import { SuspicionController } from './suspicion.controller';
import { SuspicionService } from './suspicion.service';

@Module({
  imports: [AuditModule, FileImportModule, PersonModule],
  controllers: [ComparisonImportController, SuspicionController],
  providers: [ComparisonImportService, SuspicionService],
  exports: [ComparisonImportService, SuspicionService],
})
export class ComparisonModule {}
