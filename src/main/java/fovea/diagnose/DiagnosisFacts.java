package fovea.diagnose;

/** What there is to know about a machine before anything is advised. */
public record DiagnosisFacts(
    DiagnosisVm vm, DiagnosisCpu cpu, DiagnosisSpeed speed, DiagnosisAnswers answers) {}
