package fovea.diagnose;

import fovea.kernels.Team;
import java.util.List;

/** What a machine offers Fovea, and what to change about it. */
public record Diagnosis(DiagnosisFacts facts, List<DiagnosisAdvice> advice) {
  /** Looks at this machine, measures it and checks what it computes; takes some seconds. */
  public static Diagnosis ofThisMachine() {
    DiagnosisVm vm = DiagnosisVm.here();
    DiagnosisCpu cpu = DiagnosisCpu.here();
    try (Team one = new Team(1);
        Team all = new Team(cpu.processors())) {
      DiagnosisSpeed speed = DiagnosisSpeed.measure(one, all);
      // Last, so that it is the compiled kernels that are checked.
      DiagnosisFacts facts = new DiagnosisFacts(vm, cpu, speed, DiagnosisAnswers.check(all));
      return new Diagnosis(facts, DiagnosisAdvice.on(facts));
    }
  }

  /** Whether there is advice on this. */
  public boolean concerns(DiagnosisAdvice.Topic topic) {
    return advice.stream().anyMatch(a -> a.topic() == topic);
  }
}
