import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { FileImportModule } from '../file-import/file-import.module';
import { EnrollmentController } from './enrollment.controller';
import { EnrollmentService } from './enrollment.service';
import { RosterImportController } from './roster-import.controller';
import { RosterImportService } from './roster-import.service';

@Module({
  imports: [AuditModule, FileImportModule],
  controllers: [EnrollmentController, RosterImportController],
  providers: [EnrollmentService, RosterImportService],
  exports: [EnrollmentService, RosterImportService],
})
export class EnrollmentModule {}
