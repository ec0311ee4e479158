package org.quickfreeze.contracts.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct.Problem;

/** Damages a good document in every place and expects the reader to name that place. */
public final class Strictness {

  /** The reader under test. */
  @FunctionalInterface
  public interface Reader {
    Object read(byte[] json) throws MalformedAct;
  }

  private final Reader reader;
  private final Set<String> optional;
  private final Set<String> skipped;

  /**
   * @param optional pointers of members that may be absent
   * @param skipped pointers of objects that another reader answers for
   */
  public Strictness(Reader reader, Set<String> optional, Set<String> skipped) {
    this.reader = reader;
    this.optional = optional;
    this.skipped = skipped;
  }

  /** Takes away, nulls, and adds members, one at a time. */
  public void holdsFor(JsonNode good) {
    for (var pointer : objects(good, "", new ArrayList<>())) {
      expect(
          with(good, pointer, o -> o.put("surplus", 1)),
          pointer + "/surplus",
          Problem.UNKNOWN_MEMBER);
      for (var member : List.copyOf(names(good.at(pointer)))) {
        var at = pointer + "/" + member;
        expect(with(good, pointer, o -> o.putNull(member)), at, Problem.MISSING);
        if (!optional.contains(at)) {
          expect(with(good, pointer, o -> o.remove(member)), at, Problem.MISSING);
        }
        expectWrongType(
            with(good, pointer, o -> o.putObject(member).put("a", 1)), at, good.at(at).isObject());
      }
    }
  }

  private void expect(JsonNode damaged, String pointer, Problem problem) {
    var refusal = refusal(damaged);
    assertThat(refusal).as(pointer).isNotNull();
    assertThat(refusal.pointer()).isEqualTo(pointer);
    assertThat(refusal.problem()).as(pointer).isEqualTo(problem);
  }

  private void expectWrongType(JsonNode damaged, String pointer, boolean wasObject) {
    var refusal = refusal(damaged);
    assertThat(refusal).as(pointer).isNotNull();
    assertThat(refusal.pointer()).startsWith(pointer);
    if (!wasObject) {
      assertThat(refusal.problem()).as(pointer).isEqualTo(Problem.WRONG_TYPE);
    }
  }

  private MalformedAct refusal(JsonNode damaged) {
    return catchThrowableOfType(MalformedAct.class, () -> reader.read(Wire.bytes(damaged)));
  }

  private List<String> objects(JsonNode node, String pointer, List<String> found) {
    if (skipped.contains(pointer)) {
      return found;
    }
    if (node instanceof ObjectNode) {
      found.add(pointer);
      names(node).forEach(name -> objects(node.get(name), pointer + "/" + name, found));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        objects(array.get(i), pointer + "/" + i, found);
      }
    }
    return found;
  }

  private static List<String> names(JsonNode node) {
    var names = new ArrayList<String>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode with(JsonNode good, String pointer, Consumer<ObjectNode> damage) {
    JsonNode copy = good.deepCopy();
    damage.accept((ObjectNode) copy.at(pointer));
    return copy;
  }
}
