package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run leaves that does not depend on time. */
record LeftBehind(String model, List<String> metrics, String outcome, int kept) {
  static LeftBehind of(Path run) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256")
        .digest(Files.readAllBytes(run.resolve("model.safetensors")));
    List<String> rows = Files.readAllLines(run.resolve("metrics.csv")).stream()
        .map(row -> row.replaceFirst("^((?:[^,]*,){6})[^,]*,", "$1"))
        .toList();
    assertThat(rows.get(0)).doesNotContain("seconds").contains("gradient_norm,step_length");
    JsonNode result = JsonMapper.shared()
        .readTree(Files.readString(run.resolve("config.json")))
        .at("/result");
    return new LeftBehind(
        HexFormat.of().formatHex(digest),
        rows,
        result.get("outcome").asString(),
        result.get("kept_iteration").intValue());
  }
}
