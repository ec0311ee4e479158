package org.quickfreeze.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code verify-log}: checks the transparency log, or the proof of one entry, from outside. Exit
 * code 0: everything holds; 1: something does not; 2: it could not be told.
 */
@Command(
    name = "verify-log",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Derives the transparency log again from what it serves and compares it with its signed",
      "checkpoint, or checks the proof of one entry."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:everything holds",
      "1:something does not: the log or the proof is not what it claims to be",
      "2:it could not be told, for instance because the log cannot be reached"
    })
public final class Main implements Callable<Integer> {
  private static final int HOLDS = 0;
  private static final int BROKEN = 1;
  private static final int UNKNOWN = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "Where the log is served (default: as var/stack.json says, else",
        "http://127.0.0.1:28084)."
      })
  private @Nullable String url;

  @Option(
      names = "--offline",
      paramLabel = "FOLDER",
      description = "Read the log's files from a folder in the same layout instead.")
  private @Nullable Path offline;

  @Option(
      names = "--vkey",
      paramLabel = "KEY",
      defaultValue = "var/log.vkey",
      description = "The log's key, name+id+base64, or a file with it (default: ${DEFAULT-VALUE}).")
  private String vkey;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "Remember the checkpoint here and compare with the one of the last time.")
  private @Nullable Path state;

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description = "Check this .tlog-proof instead of the whole log.")
  private @Nullable Path proof;

  @ArgGroup private @Nullable Subject subject;

  /** What a proof is about. */
  static final class Subject {
    @Option(
        names = "--opening",
        paramLabel = "FILE",
        description = "The event as GET /events/{index} shows it; for --proof.")
    private @Nullable Path opening;

    @Option(names = "--leaf", paramLabel = "HEX", description = "The leaf itself; for --proof.")
    private @Nullable String leaf;
  }

  /** Fields are filled by the command line. */
  @SuppressWarnings("NullAway.Init")
  public Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs the command and gives its exit code. */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      PinnedKey key = key();
      if (proof != null) {
        checkProof(proof, key, out);
      } else {
        checkLog(key, out, err);
      }
      out.println("Result      everything holds");
      return HOLDS;
    } catch (Broken e) {
      out.println("Result      BROKEN: " + e.getMessage());
      return BROKEN;
    } catch (NoSuchFileException e) {
      err.println("There is no file " + e.getFile());
      return UNKNOWN;
    } catch (IOException | IllegalArgumentException e) {
      err.println("It could not be told: " + e.getMessage());
      return UNKNOWN;
    }
  }

  private void checkLog(PinnedKey key, PrintWriter out, PrintWriter err)
      throws IOException, Broken {
    String place = offline == null ? place() : offline.toString();
    LogFiles files = offline == null ? new HttpFiles(place) : new FolderFiles(offline);
    SignedCheckpoint remembered = remembered(key);
    out.println("Log         " + key.name() + " at " + place);
    Progress progress = new Progress(err);
    LogCheck check = new LogCheck(files, key, progress);
    SignedCheckpoint checkpoint = check.checkpoint();
    progress.total = checkpoint.size();
    out.printf("Checkpoint  %,d entries, root %s%n", checkpoint.size(), checkpoint.root());
    out.println("Signature   good, by the pinned key of " + key.name());
    check.check(checkpoint, remembered);
    out.printf(
        "Entries     %,d of %,d have the hash of their tile%n",
        checkpoint.size(), checkpoint.size());
    out.println("Root        the same when derived again from the entries");
    if (remembered != null) {
      out.printf(
          "Earlier     the %,d entries signed before are its beginning%n", remembered.size());
    }
    remember(checkpoint);
  }

  private void checkProof(Path file, PinnedKey key, PrintWriter out) throws IOException, Broken {
    ProofCheck.Proved proved = ProofCheck.check(Files.readAllBytes(file), leaf(), key);
    out.println("Log         " + key.name());
    out.printf(
        "Checkpoint  %,d entries, root %s%n",
        proved.checkpoint().size(), proved.checkpoint().root());
    out.println("Signature   good, by the pinned key of " + key.name());
    out.printf("Entry       %,d is in the log%n", proved.index());
  }

  private byte[] leaf() throws IOException, Broken {
    if (subject != null && subject.opening != null) {
      return OpenedLeaf.leaf(Files.readAllBytes(subject.opening));
    }
    if (subject != null && subject.leaf != null) {
      return HexFormat.of().parseHex(subject.leaf);
    }
    throw new IOException("a proof needs --opening or --leaf");
  }

  private String place() throws IOException {
    Path stack = Path.of("var", "stack.json");
    if (url != null || !Files.exists(stack)) {
      return url == null ? "http://127.0.0.1:28084" : url;
    }
    return new ObjectMapper()
        .readTree(Files.readAllBytes(stack))
        .path("services")
        .path("audit-service")
        .path("url")
        .asText();
  }

  private PinnedKey key() throws IOException {
    Path file = Path.of(vkey);
    boolean text = vkey.contains("+") && !Files.exists(file);
    return PinnedKey.parse(text ? vkey : Files.readString(file).strip());
  }

  private @Nullable SignedCheckpoint remembered(PinnedKey key) throws IOException, Broken {
    return state == null || !Files.exists(state)
        ? null
        : SignedCheckpoint.verified(Files.readAllBytes(state), key);
  }

  private void remember(SignedCheckpoint checkpoint) throws IOException {
    if (state != null) {
      Path fresh = state.resolveSibling(state.getFileName() + ".new");
      Files.write(fresh, checkpoint.note());
      Files.move(fresh, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Says how far it is at every tenth. */
  private static final class Progress implements LongConsumer {
    private final PrintWriter err;
    private long total;
    private long said;

    Progress(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void accept(long checked) {
      long tenth = checked * 10 / total;
      if (tenth > said && total > 2560) {
        err.printf("  %,d of %,d entries checked%n", checked, total);
        err.flush();
        said = tenth;
      }
    }
  }
}
