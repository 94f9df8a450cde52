package fovea.spark;

import fovea.data.InputException;
import fovea.run.RunFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * A run folder on a file system of Hadoop's. The run itself works in a folder of this machine; what changes there is
 * copied, each file whole or not at all.
 */
final class RemoteFolder {
  private final Configuration hadoop;
  private final Path remote;
  private final RunFolder local;

  /** The time and size of what has been copied, by name. */
  private final Map<String, String> copied = new HashMap<>();

  private boolean behind;

  /**
   * A folder that need not be there.
   *
   * @param remote its name
   * @param local where the run works
   */
  RemoteFolder(Configuration hadoop, Path remote, RunFolder local) {
    this.hadoop = hadoop;
    this.remote = remote;
    this.local = local;
  }

  /** Whether a folder is named with a file system, such as {@code hdfs:}; a single letter is a disk of Windows. */
  static boolean isRemote(String name) {
    return name.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  private FileSystem files() throws IOException {
    return remote.getFileSystem(hadoop);
  }

  private static InputException unusable(Path path, IOException e) {
    return new InputException(
        "%s: cannot be used (%s); name another folder with --out"
            .formatted(path, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
        e);
  }

  private Path at(java.nio.file.Path file) {
    return new Path(remote, file.getFileName().toString());
  }

  /**
   * Makes the folder if it is not there, and deletes what an earlier run left in it.
   *
   * @param overwrite whether there may be something to delete
   * @throws InputException if there is and must not be, or the folder cannot be made
   */
  void begin(boolean overwrite) {
    try {
      files().mkdirs(remote);
      for (java.nio.file.Path file : local.files())
        if (overwrite) files().delete(at(file), false);
        else if (files().exists(at(file)))
          throw new InputException(
              "%s: is there already; name another folder with --out, or add --overwrite"
                  .formatted(at(file)));
    } catch (IOException e) {
      throw unusable(remote, e);
    }
  }

  /**
   * Gets the run that is there.
   *
   * @throws InputException if there is none
   */
  void pull() {
    try {
      for (java.nio.file.Path file : local.files()) {
        try (var in = files().open(at(file))) {
          Files.copy(in, file);
          copied.put(name(file), state(file));
        } catch (FileNotFoundException e) {
          if (file.equals(local.config()))
            throw new InputException(
                "--resume %s: holds no config.json, so no run has begun there".formatted(remote),
                e);
        }
      }
    } catch (IOException e) {
      throw unusable(remote, e);
    }
  }

  /** Whether the last copying failed, so that this machine has something that the folder has not. */
  boolean isBehind() {
    return behind;
  }

  /** Copies what has changed since, and deletes what is not there any more. */
  void push() throws IOException {
    behind = true;
    copy();
    behind = false;
  }

  private void copy() throws IOException {
    for (java.nio.file.Path file : local.files()) {
      String name = name(file);
      if (!Files.exists(file)) {
        if (copied.remove(name) != null) files().delete(at(file), false);
        continue;
      }
      String state = state(file);
      if (state.equals(copied.get(name))) continue;
      Path part = new Path(remote, "." + name + ".part");
      try (FSDataOutputStream out = files().create(part, true)) {
        Files.copy(file, out);
      }
      FileContext.getFileContext(remote.toUri(), hadoop)
          .rename(part, at(file), Options.Rename.OVERWRITE);
      copied.put(name, state);
    }
  }

  private static String name(java.nio.file.Path file) {
    return file.getFileName().toString();
  }

  private static String state(java.nio.file.Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    return "%s %d".formatted(time, Files.size(file));
  }
}
